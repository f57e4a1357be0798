local caught = 0
for _ = 1, 300000 do
    if not pcall(function() return 1 // 0 end) then caught = caught + 1 end
end
print(caught)
