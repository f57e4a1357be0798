autocmd BufRead,BufNewFile *.sli set filetype=sli
