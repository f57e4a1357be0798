local list, x = {}, 12345
for i = 1, 1000000 do x = (1103515245 * x + 12345) % 2147483648 list[i] = x end
table.sort(list)
print(list[1])
