//go:build !purego

#include "textflag.h"

// Sums of table rows with AVX2, eight columns to a register. What they compute
// is said in portable.go. Blocks of 64 columns are added in Y0 to Y7, what
// remains in blocks of 16 in Y0 and Y1.
//
// Throughout: DI the sums, SI the entries of the block's first columns in the
// first row, R9 the starts of the rows in words, CX their number, DX columns to
// go, R10 whether to keep, Y15 the limit.

#define SETUP \
	MOVQ into+0(FP), DI         \
	MOVQ entries+8(FP), SI      \
	MOVQ starts+16(FP), R9      \
	MOVQ rows+24(FP), CX        \
	MOVQ lanes+32(FP), DX       \
	MOVBLZX keep+40(FP), R10    \
	MOVL $0x40000000, AX        \
	VMOVD AX, X15               \
	VPBROADCASTD X15, Y15

#define BEGIN64 \
	VMOVDQU (DI), Y0     \
	VMOVDQU 32(DI), Y1   \
	VMOVDQU 64(DI), Y2   \
	VMOVDQU 96(DI), Y3   \
	VMOVDQU 128(DI), Y4  \
	VMOVDQU 160(DI), Y5  \
	VMOVDQU 192(DI), Y6  \
	VMOVDQU 224(DI), Y7

#define ZERO64 \
	VPXOR Y0, Y0, Y0  \
	VPXOR Y1, Y1, Y1  \
	VPXOR Y2, Y2, Y2  \
	VPXOR Y3, Y3, Y3  \
	VPXOR Y4, Y4, Y4  \
	VPXOR Y5, Y5, Y5  \
	VPXOR Y6, Y6, Y6  \
	VPXOR Y7, Y7, Y7

#define ADD64 \
	MOVQ (R9)(R8*8), AX           \
	LEAQ (SI)(AX*8), AX           \
	VPADDD (AX), Y0, Y0           \
	VPADDD 32(AX), Y1, Y1         \
	VPADDD 64(AX), Y2, Y2         \
	VPADDD 96(AX), Y3, Y3         \
	VPADDD 128(AX), Y4, Y4        \
	VPADDD 160(AX), Y5, Y5        \
	VPADDD 192(AX), Y6, Y6        \
	VPADDD 224(AX), Y7, Y7

#define LIMIT64 \
	VPMINUD Y15, Y0, Y0  \
	VPMINUD Y15, Y1, Y1  \
	VPMINUD Y15, Y2, Y2  \
	VPMINUD Y15, Y3, Y3  \
	VPMINUD Y15, Y4, Y4  \
	VPMINUD Y15, Y5, Y5  \
	VPMINUD Y15, Y6, Y6  \
	VPMINUD Y15, Y7, Y7

#define STORE64 \
	VMOVDQU Y0, (DI)     \
	VMOVDQU Y1, 32(DI)   \
	VMOVDQU Y2, 64(DI)   \
	VMOVDQU Y3, 96(DI)   \
	VMOVDQU Y4, 128(DI)  \
	VMOVDQU Y5, 160(DI)  \
	VMOVDQU Y6, 192(DI)  \
	VMOVDQU Y7, 224(DI)  \
	ADDQ $256, DI        \
	ADDQ $256, SI        \
	SUBQ $64, DX

#define ADD16 \
	MOVQ (R9)(R8*8), AX    \
	LEAQ (SI)(AX*8), AX    \
	VPADDD (AX), Y0, Y0    \
	VPADDD 32(AX), Y1, Y1

#define LIMIT16 \
	VPMINUD Y15, Y0, Y0  \
	VPMINUD Y15, Y1, Y1

#define STORE16 \
	VMOVDQU Y0, (DI)    \
	VMOVDQU Y1, 32(DI)  \
	ADDQ $64, DI        \
	ADDQ $64, SI        \
	SUBQ $16, DX

// func sumAVX2(into *int32, entries *uint64, starts *int, rows, lanes int, keep bool)
TEXT ·sumAVX2(SB), NOSPLIT, $0-41
	SETUP

block64:
	CMPQ DX, $64
	JLT block16
	ZERO64
	TESTQ R10, R10
	JZ begun64
	BEGIN64

begun64:
	XORQ R8, R8

row64:
	ADD64
	INCQ R8
	CMPQ R8, CX
	JLT row64
	LIMIT64
	STORE64
	JMP block64

block16:
	CMPQ DX, $16
	JLT done
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	TESTQ R10, R10
	JZ begun16
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1

begun16:
	XORQ R8, R8

row16:
	ADD16
	INCQ R8
	CMPQ R8, CX
	JLT row16
	LIMIT16
	STORE16
	JMP block16

done:
	VZEROUPPER
	RET

// func sumLargeAVX2(into *int32, entries *uint64, starts *int, rows, lanes int, keep bool)
TEXT ·sumLargeAVX2(SB), NOSPLIT, $0-41
	SETUP

block64:
	CMPQ DX, $64
	JLT block16
	ZERO64
	TESTQ R10, R10
	JZ begun64
	BEGIN64

begun64:
	XORQ R8, R8

row64:
	ADD64
	LIMIT64
	INCQ R8
	CMPQ R8, CX
	JLT row64
	STORE64
	JMP block64

block16:
	CMPQ DX, $16
	JLT done
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1
	TESTQ R10, R10
	JZ begun16
	VMOVDQU (DI), Y0
	VMOVDQU 32(DI), Y1

begun16:
	XORQ R8, R8

row16:
	ADD16
	LIMIT16
	INCQ R8
	CMPQ R8, CX
	JLT row16
	STORE16
	JMP block16

done:
	VZEROUPPER
	RET
