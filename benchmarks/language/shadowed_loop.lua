total = 0
local function twice() local total = 1 return total + total end
for i = 1, 3000000 do
    if i % 1000 == 0 then twice() end
    total = total + i
end
print(total)
