local list = {}
for i = 1, 1000000 do list[i] = i end
for _ = 1, 5 do
    local squares = {}
    for i, x in ipairs(list) do squares[i] = x * x end
end
