//go:build !purego

#include "textflag.h"

// Loops over rows with AVX2, eight int32 to a register and four registers to a
// block of 32 columns. What they compute is said in portable.go. The columns
// behind the last whole block are loaded with those beyond the row masked to 0;
// shift has Absent there, which no sum of interest reaches.
//
// Throughout: SI costs, DI shifted prices, CX blocks to go, BX columns behind
// them, DX the result.

// rest<> masks the first columns of a block: 32 ones and 32 zeros.
DATA rest<>+0(SB)/8, $-1
DATA rest<>+8(SB)/8, $-1
DATA rest<>+16(SB)/8, $-1
DATA rest<>+24(SB)/8, $-1
DATA rest<>+32(SB)/8, $-1
DATA rest<>+40(SB)/8, $-1
DATA rest<>+48(SB)/8, $-1
DATA rest<>+56(SB)/8, $-1
DATA rest<>+64(SB)/8, $-1
DATA rest<>+72(SB)/8, $-1
DATA rest<>+80(SB)/8, $-1
DATA rest<>+88(SB)/8, $-1
DATA rest<>+96(SB)/8, $-1
DATA rest<>+104(SB)/8, $-1
DATA rest<>+112(SB)/8, $-1
DATA rest<>+120(SB)/8, $-1
GLOBL rest<>(SB), RODATA|NOPTR, $256

#define LOAD \
	VMOVDQU (SI), Y0 \
	VMOVDQU 32(SI), Y1 \
	VMOVDQU 64(SI), Y2 \
	VMOVDQU 96(SI), Y3

#define LOADREST \
	MOVQ $32, AX \
	SUBQ BX, AX \
	LEAQ rest<>(SB), R9 \
	LEAQ (R9)(AX*4), R9 \
	VMOVDQU (R9), Y4 \
	VMOVDQU 32(R9), Y5 \
	VMOVDQU 64(R9), Y6 \
	VMOVDQU 96(R9), Y7 \
	VPMASKMOVD (SI), Y4, Y0 \
	VPMASKMOVD 32(SI), Y5, Y1 \
	VPMASKMOVD 64(SI), Y6, Y2 \
	VPMASKMOVD 96(SI), Y7, Y3

#define ADD \
	VPADDD (DI), Y0, Y0 \
	VPADDD 32(DI), Y1, Y1 \
	VPADDD 64(DI), Y2, Y2 \
	VPADDD 96(DI), Y3, Y3

#define NEXT \
	ADDQ $128, SI \
	ADDQ $128, DI

#define STOREBITS \
	VMOVMSKPS Y0, R8 \
	VMOVMSKPS Y1, R9 \
	VMOVMSKPS Y2, R10 \
	VMOVMSKPS Y3, R11 \
	SHLL $8, R9 \
	SHLL $16, R10 \
	SHLL $24, R11 \
	ORL R9, R8 \
	ORL R11, R10 \
	ORL R10, R8 \
	MOVL R8, (DX) \
	ADDQ $4, DX

#define LEAST \
	VPMINSD Y0, Y8, Y8 \
	VPMINSD Y1, Y9, Y9 \
	VPMINSD Y2, Y10, Y10 \
	VPMINSD Y3, Y11, Y11

#define EQUAL \
	VPCMPEQD Y15, Y0, Y0 \
	VPCMPEQD Y15, Y1, Y1 \
	VPCMPEQD Y15, Y2, Y2 \
	VPCMPEQD Y15, Y3, Y3

// BELOW compares with x + 1, which is in Y15.
#define BELOW \
	VPCMPGTD Y0, Y15, Y0 \
	VPCMPGTD Y1, Y15, Y1 \
	VPCMPGTD Y2, Y15, Y2 \
	VPCMPGTD Y3, Y15, Y3

// func minimaAVX2(costs, shift *int32, blocks, rest int, out *[32]int32)
TEXT ·minimaAVX2(SB), NOSPLIT, $0-40
	MOVQ costs+0(FP), SI
	MOVQ shift+8(FP), DI
	MOVQ blocks+16(FP), CX
	MOVQ rest+24(FP), BX
	MOVQ out+32(FP), DX
	VPCMPEQD Y8, Y8, Y8
	VPSRLD $1, Y8, Y8
	VMOVDQA Y8, Y9
	VMOVDQA Y8, Y10
	VMOVDQA Y8, Y11
	TESTQ CX, CX
	JZ tail

loop:
	LOAD
	ADD
	LEAST
	NEXT
	DECQ CX
	JNZ loop

tail:
	TESTQ BX, BX
	JZ done
	LOADREST
	ADD
	LEAST

done:
	VMOVDQU Y8, (DX)
	VMOVDQU Y9, 32(DX)
	VMOVDQU Y10, 64(DX)
	VMOVDQU Y11, 96(DX)
	VZEROUPPER
	RET

// func equalAVX2(costs, shift *int32, blocks, rest int, x int32, mask *uint64)
TEXT ·equalAVX2(SB), NOSPLIT, $0-48
	MOVQ costs+0(FP), SI
	MOVQ shift+8(FP), DI
	MOVQ blocks+16(FP), CX
	MOVQ rest+24(FP), BX
	MOVL x+32(FP), AX
	MOVQ mask+40(FP), DX
	VMOVD AX, X15
	VPBROADCASTD X15, Y15
	TESTQ CX, CX
	JZ tail

loop:
	LOAD
	ADD
	EQUAL
	STOREBITS
	NEXT
	DECQ CX
	JNZ loop

tail:
	TESTQ BX, BX
	JZ done
	LOADREST
	ADD
	EQUAL
	STOREBITS

done:
	VZEROUPPER
	RET

// func atMostAVX2(costs, shift *int32, blocks, rest int, x int32, mask *uint64)
TEXT ·atMostAVX2(SB), NOSPLIT, $0-48
	MOVQ costs+0(FP), SI
	MOVQ shift+8(FP), DI
	MOVQ blocks+16(FP), CX
	MOVQ rest+24(FP), BX
	MOVL x+32(FP), AX
	MOVQ mask+40(FP), DX
	INCL AX
	VMOVD AX, X15
	VPBROADCASTD X15, Y15
	TESTQ CX, CX
	JZ tail

loop:
	LOAD
	ADD
	BELOW
	STOREBITS
	NEXT
	DECQ CX
	JNZ loop

tail:
	TESTQ BX, BX
	JZ done
	LOADREST
	ADD
	BELOW
	STOREBITS

done:
	VZEROUPPER
	RET
