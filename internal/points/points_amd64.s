//go:build !purego

#include "textflag.h"

// func replaceAVX2(row, factor *int32, blocks int, sign int32)
//
// Blocks of eight columns. Products are of 64 bits: those of even columns, and
// those of odd columns from a copy that is shifted down.
//
// Y8 half = 2²⁹ in 64 bits, Y9 −1, Y10 0, Y11 sign
TEXT ·replaceAVX2(SB), NOSPLIT, $0-28
	MOVQ row+0(FP), DI
	MOVQ factor+8(FP), SI
	MOVQ blocks+16(FP), CX
	VPCMPEQD Y9, Y9, Y9
	VPXOR Y10, Y10, Y10
	MOVL sign+24(FP), AX
	VMOVD AX, X11
	VPBROADCASTD X11, Y11
	VPSRLQ $63, Y9, Y8
	VPSLLQ $29, Y8, Y8

loop:
	VMOVDQU (DI), Y0
	VMOVDQU (SI), Y1
	VPMULUDQ Y0, Y1, Y2
	VPSRLQ $32, Y0, Y3
	VPSRLQ $32, Y1, Y4
	VPMULUDQ Y3, Y4, Y3
	VPADDQ Y8, Y2, Y2
	VPADDQ Y8, Y3, Y3
	VPSRLQ $30, Y2, Y2    // the nearest costs of even columns
	VPSLLQ $2, Y3, Y3     // those of odd columns, in the upper halves
	VPBLENDD $0xAA, Y3, Y2, Y2
	VPSRLD $30, Y0, Y0    // 1 for full points
	VPADDD Y9, Y1, Y1
	VPADDD Y0, Y1, Y1     // the largest costs
	VPMINSD Y1, Y2, Y2
	VPMAXSD Y10, Y2, Y2
	VPXOR Y11, Y2, Y2
	VPSUBD Y11, Y2, Y2
	VMOVDQU Y2, (DI)
	ADDQ $32, DI
	ADDQ $32, SI
	DECQ CX
	JNZ loop
	VZEROUPPER
	RET
