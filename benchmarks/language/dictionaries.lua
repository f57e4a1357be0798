local d, names = {}, {}
for i = 1, 1000 do names[i] = "key" .. i; d[names[i]] = 0 end
for _ = 1, 1000 do
    for _, name in ipairs(names) do d[name] = d[name] + 1 end
end
local sum = 0
for _, x in pairs(d) do sum = sum + x end
print(sum)
