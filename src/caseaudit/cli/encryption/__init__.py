"""`caseaudit encryption`: keep the files of a workspace so that only named keys open them."""
