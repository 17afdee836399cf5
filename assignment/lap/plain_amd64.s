//go:build !purego

#include "textflag.h"

// The kernels of the plain path with AVX2, in blocks of 8 columns. What they
// compute is said in plain.go. The last block of a row loads no more than there is
// of it, and 0 for the rest, where v is −Inf.
//
// Throughout: SI costs, DI prices, CX full blocks, R10 columns after them, DX ties,
// one byte a block.

DATA ·tailMask+0(SB)/8, $-1
DATA ·tailMask+8(SB)/8, $-1
DATA ·tailMask+16(SB)/8, $-1
DATA ·tailMask+24(SB)/8, $-1
DATA ·tailMask+32(SB)/8, $-1
DATA ·tailMask+40(SB)/8, $-1
DATA ·tailMask+48(SB)/8, $-1
DATA ·tailMask+56(SB)/8, $-1
DATA ·tailMask+64(SB)/8, $0
DATA ·tailMask+72(SB)/8, $0
DATA ·tailMask+80(SB)/8, $0
DATA ·tailMask+88(SB)/8, $0
DATA ·tailMask+96(SB)/8, $0
DATA ·tailMask+104(SB)/8, $0
DATA ·tailMask+112(SB)/8, $0
DATA ·tailMask+120(SB)/8, $0
GLOBL ·tailMask(SB), RODATA|NOPTR, $128

// MASKS sets Y8 and Y9 to the columns of the last block, R10 of them.
#define MASKS \
	LEAQ ·tailMask+64(SB), AX \
	MOVQ R10, BX              \
	SHLQ $3, BX               \
	SUBQ BX, AX               \
	VMOVUPD (AX), Y8          \
	VMOVUPD 32(AX), Y9

// TWO takes the reduced costs in Y2 and Y3 into the least in Y0 and Y1 and the
// second least in Y4 and Y5.
#define TWO \
	VSUBPD (DI), Y2, Y2   \
	VSUBPD 32(DI), Y3, Y3 \
	VMAXPD Y2, Y0, Y6     \
	VMAXPD Y3, Y1, Y7     \
	VMINPD Y2, Y0, Y0     \
	VMINPD Y3, Y1, Y1     \
	VMINPD Y6, Y4, Y4     \
	VMINPD Y7, Y5, Y5

// EQUAL writes which of Y2 and Y3 equal Y0.
#define EQUAL \
	VCMPPD $0, Y2, Y0, Y2 \
	VCMPPD $0, Y3, Y0, Y3 \
	VMOVMSKPD Y2, AX      \
	VMOVMSKPD Y3, BX      \
	SHLL $4, BX           \
	ORL BX, AX            \
	MOVB AX, (DX)         \
	INCQ DX

// func leastTwoAVX2(row, v *float64, columns int, ties *uint64) (least, second float64)
TEXT ·leastTwoAVX2(SB), NOSPLIT, $0-48
	MOVQ row+0(FP), SI
	MOVQ v+8(FP), DI
	MOVQ columns+16(FP), CX
	MOVQ ties+24(FP), DX
	MOVQ CX, R10
	ANDQ $7, R10
	SHRQ $3, CX
	MOVQ CX, R9
	MOVQ $0x7FF0000000000000, AX
	VMOVQ AX, X0
	VBROADCASTSD X0, Y0
	VMOVAPD Y0, Y1
	VMOVAPD Y0, Y4
	VMOVAPD Y0, Y5
	TESTQ CX, CX
	JZ rest

loop:
	VMOVUPD (SI), Y2
	VMOVUPD 32(SI), Y3
	TWO
	ADDQ $64, SI
	ADDQ $64, DI
	DECQ CX
	JNZ loop

rest:
	TESTQ R10, R10
	JZ fold
	MASKS
	VMASKMOVPD (SI), Y8, Y2
	VMASKMOVPD 32(SI), Y9, Y3
	TWO

fold:
	VMAXPD Y1, Y0, Y6
	VMINPD Y1, Y0, Y0
	VMINPD Y5, Y4, Y4
	VMINPD Y6, Y4, Y4
	VEXTRACTF128 $1, Y0, X1
	VEXTRACTF128 $1, Y4, X5
	VMAXPD X1, X0, X6
	VMINPD X1, X0, X0
	VMINPD X5, X4, X4
	VMINPD X6, X4, X4
	VPERMILPD $1, X0, X1
	VPERMILPD $1, X4, X5
	VMAXSD X1, X0, X6
	VMINSD X1, X0, X0
	VMINSD X5, X4, X4
	VMINSD X6, X4, X4
	VMOVSD X0, least+32(FP)
	VMOVSD X4, second+40(FP)
	VBROADCASTSD X0, Y0
	MOVQ row+0(FP), SI
	MOVQ v+8(FP), DI
	TESTQ R9, R9
	JZ last

equal:
	VMOVUPD (SI), Y2
	VMOVUPD 32(SI), Y3
	VSUBPD (DI), Y2, Y2
	VSUBPD 32(DI), Y3, Y3
	EQUAL
	ADDQ $64, SI
	ADDQ $64, DI
	DECQ R9
	JNZ equal

last:
	TESTQ R10, R10
	JZ done
	VMASKMOVPD (SI), Y8, Y2
	VMASKMOVPD 32(SI), Y9, Y3
	VSUBPD (DI), Y2, Y2
	VSUBPD 32(DI), Y3, Y3
	EQUAL

done:
	VZEROUPPER
	RET

// RELAX takes the costs in Y2 and Y3 into the distances at R13 and the rows at R8.
#define RELAX \
	VSUBPD (DI), Y2, Y2       \
	VSUBPD 32(DI), Y3, Y3     \
	VSUBPD Y14, Y2, Y2        \
	VSUBPD Y14, Y3, Y3        \
	VMAXPD Y13, Y2, Y2        \
	VMAXPD Y13, Y3, Y3        \
	VMOVUPD (R13), Y4         \
	VMOVUPD 32(R13), Y5       \
	VMOVUPD (R8), Y10         \
	VMOVUPD 32(R8), Y11       \
	VCMPPD $1, Y4, Y2, Y6     \
	VCMPPD $1, Y5, Y3, Y7     \
	VMINPD Y4, Y2, Y2         \
	VMINPD Y5, Y3, Y3         \
	VBLENDVPD Y6, Y12, Y10, Y10 \
	VBLENDVPD Y7, Y12, Y11, Y11 \
	VMOVUPD Y2, (R13)         \
	VMOVUPD Y3, 32(R13)       \
	VMOVUPD Y10, (R8)         \
	VMOVUPD Y11, 32(R8)       \
	VMINPD Y2, Y0, Y0         \
	VMINPD Y3, Y1, Y1

// func relaxAVX2(row, v, d *float64, from *int64, columns int, i int64, offset, reached float64, ties *uint64) (nearest float64)
TEXT ·relaxAVX2(SB), NOSPLIT, $0-80
	MOVQ row+0(FP), SI
	MOVQ v+8(FP), DI
	MOVQ d+16(FP), R13
	MOVQ from+24(FP), R8
	MOVQ columns+32(FP), CX
	VBROADCASTSD i+40(FP), Y12
	VBROADCASTSD offset+48(FP), Y14
	VBROADCASTSD reached+56(FP), Y13
	MOVQ ties+64(FP), DX
	LEAQ 7(CX), R9
	SHRQ $3, R9 // blocks, the last included
	MOVQ CX, R10
	ANDQ $7, R10
	SHRQ $3, CX
	MOVQ $0x7FF0000000000000, AX
	VMOVQ AX, X0
	VBROADCASTSD X0, Y0
	VMOVAPD Y0, Y1
	TESTQ CX, CX
	JZ rest

loop:
	VMOVUPD (SI), Y2
	VMOVUPD 32(SI), Y3
	RELAX
	ADDQ $64, SI
	ADDQ $64, DI
	ADDQ $64, R13
	ADDQ $64, R8
	DECQ CX
	JNZ loop

rest:
	TESTQ R10, R10
	JZ fold
	MASKS
	VMASKMOVPD (SI), Y8, Y2
	VMASKMOVPD 32(SI), Y9, Y3
	RELAX

fold:
	VMINPD Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMINPD X1, X0, X0
	VPERMILPD $1, X0, X1
	VMINSD X1, X0, X0
	VMOVSD X0, nearest+72(FP)
	VBROADCASTSD X0, Y0
	MOVQ d+16(FP), R13

equal:
	VMOVUPD (R13), Y2
	VMOVUPD 32(R13), Y3
	EQUAL
	ADDQ $64, R13
	DECQ R9
	JNZ equal
	VZEROUPPER
	RET
