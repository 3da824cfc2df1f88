/**
 * Messages, line by line, that the printed code itself shows. Only the shell that runs it knows
 * when they apply.
 */

export const readonlyComplaint = [
  'assume: the variable named above is readonly in this shell; nothing was changed',
  '  hint: a readonly variable cannot be freed; open a new shell and take the role there',
]

export const universalComplaint = [
  'assume: fish exports its universal variables whatever a session unsets; nothing was changed',
  '  hint: set -eU',
]

export const unsavedNote =
  'assume: a parent of this shell took the session, so nothing was there to put back; it is dropped here alone'
