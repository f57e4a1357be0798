local pieces = {}
for i = 0, 499999 do pieces[#pieces + 1] = tostring(i) .. "," end
print(#table.concat(pieces))
