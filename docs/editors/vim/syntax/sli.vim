" Syntax of SLI. Copy syntax/ and ftdetect/ into ~/.vim.
if exists("b:current_syntax")
  finish
endif

setlocal iskeyword=33-36,38-39,42-46,48-59,61,63-90,92,94-122,124,126,_
syntax sync fromstart

syntax keyword sliControl if ifelse for forall forallindexed repeat loop exit case switch switchdefault
syntax keyword sliControl stopped stop raiseerror run quit Map MapThread MapIndexed Table Fold Select
syntax keyword sliDefine def Function begin end mark
syntax keyword sliConstant true false
syntax keyword sliCommand Create Connect Disconnect SetStatus GetStatus SetDefaults GetDefaults CopyModel
syntax keyword sliCommand Simulate Prepare Run Cleanup ResetKernel SetKernelStatus GetKernelStatus GetConnections GetNodes

syntax match sliLiteral +/[^[:space:]()<>\[\]{}/%]\++
syntax match sliNumber "\(^\|[[:space:]()<>\[\]{}]\)\@<=[+-]\=\(\d\+\.\d*\|\.\d\+\|\d\+\)\([eE][+-]\=\d\+\)\=\([[:space:]()<>\[\]{}/%]\|$\)\@="
syntax match sliBracket "<<\|>>\|<#\|#>\|<\.\|\.>\|[\[\]{}]"
syntax match sliEscape "\\." contained
syntax region sliString start="(" end=")" contains=sliString,sliEscape
syntax match sliComment "%.*$"
syntax region sliComment start="/\*" end="\*/"

highlight default link sliControl Statement
highlight default link sliDefine Define
highlight default link sliConstant Boolean
highlight default link sliCommand Function
highlight default link sliLiteral Identifier
highlight default link sliNumber Number
highlight default link sliBracket Delimiter
highlight default link sliEscape SpecialChar
highlight default link sliString String
highlight default link sliComment Comment

let b:current_syntax = "sli"
