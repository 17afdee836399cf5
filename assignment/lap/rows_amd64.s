//go:build !purego

#include "textflag.h"

// Row kernels with AVX2, four float64 to a register. What they compute is said
// in rows.go; here a count of blocks takes the place of lengths, and the Go code
// beside each declaration does what is left of a row.
//
// Throughout: SI costs, DI prices, CX blocks to go, Y15 the sign bit if costs
// are to be negated and 0 if not. VXORPD does that while it loads.

// func minimaAVX2(row, v *float64, blocks int, flip uint64, out *[32]float64)
// Blocks of 32 columns.
TEXT ·minimaAVX2(SB), NOSPLIT, $0-40
	MOVQ row+0(FP), SI
	MOVQ v+8(FP), DI
	MOVQ blocks+16(FP), CX
	MOVQ out+32(FP), DX
	VBROADCASTSD flip+24(FP), Y15
	MOVQ $0x7FF0000000000000, AX
	VMOVQ AX, X0
	VBROADCASTSD X0, Y0
	VMOVAPD Y0, Y1
	VMOVAPD Y0, Y2
	VMOVAPD Y0, Y3
	VMOVAPD Y0, Y4
	VMOVAPD Y0, Y5
	VMOVAPD Y0, Y6
	VMOVAPD Y0, Y7
	TESTQ CX, CX
	JZ done

loop:
	VXORPD (SI), Y15, Y8
	VXORPD 32(SI), Y15, Y9
	VXORPD 64(SI), Y15, Y10
	VXORPD 96(SI), Y15, Y11
	VSUBPD (DI), Y8, Y8
	VSUBPD 32(DI), Y9, Y9
	VSUBPD 64(DI), Y10, Y10
	VSUBPD 96(DI), Y11, Y11
	VMINPD Y8, Y0, Y0
	VMINPD Y9, Y1, Y1
	VMINPD Y10, Y2, Y2
	VMINPD Y11, Y3, Y3
	VXORPD 128(SI), Y15, Y8
	VXORPD 160(SI), Y15, Y9
	VXORPD 192(SI), Y15, Y10
	VXORPD 224(SI), Y15, Y11
	VSUBPD 128(DI), Y8, Y8
	VSUBPD 160(DI), Y9, Y9
	VSUBPD 192(DI), Y10, Y10
	VSUBPD 224(DI), Y11, Y11
	VMINPD Y8, Y4, Y4
	VMINPD Y9, Y5, Y5
	VMINPD Y10, Y6, Y6
	VMINPD Y11, Y7, Y7
	ADDQ $256, SI
	ADDQ $256, DI
	DECQ CX
	JNZ loop

done:
	VMOVUPD Y0, (DX)
	VMOVUPD Y1, 32(DX)
	VMOVUPD Y2, 64(DX)
	VMOVUPD Y3, 96(DX)
	VMOVUPD Y4, 128(DX)
	VMOVUPD Y5, 160(DX)
	VMOVUPD Y6, 192(DX)
	VMOVUPD Y7, 224(DX)
	VZEROUPPER
	RET

// func belowAVX2(row, v *float64, blocks int, flip uint64, bound float64, out *int32, room int) (count, read int)
// Blocks of 16 columns. Stops, with read columns behind it, when out may have no
// room for another block.
TEXT ·belowAVX2(SB), NOSPLIT, $0-72
	MOVQ row+0(FP), SI
	MOVQ v+8(FP), DI
	MOVQ blocks+16(FP), CX
	VBROADCASTSD flip+24(FP), Y15
	VBROADCASTSD bound+32(FP), Y14
	MOVQ out+40(FP), DX
	MOVQ room+48(FP), R8
	SUBQ $16, R8
	XORQ R9, R9  // count
	XORQ R10, R10 // columns read
	TESTQ CX, CX
	JZ done

loop:
	CMPQ R9, R8
	JGT done
	VXORPD (SI), Y15, Y0
	VXORPD 32(SI), Y15, Y1
	VXORPD 64(SI), Y15, Y2
	VXORPD 96(SI), Y15, Y3
	VSUBPD (DI), Y0, Y0
	VSUBPD 32(DI), Y1, Y1
	VSUBPD 64(DI), Y2, Y2
	VSUBPD 96(DI), Y3, Y3
	VCMPPD $1, Y14, Y0, Y0
	VCMPPD $1, Y14, Y1, Y1
	VCMPPD $1, Y14, Y2, Y2
	VCMPPD $1, Y14, Y3, Y3
	VORPD Y0, Y1, Y4
	VORPD Y2, Y3, Y5
	VORPD Y4, Y5, Y4
	VPTEST Y4, Y4
	JZ next
	VMOVMSKPD Y0, AX
	VMOVMSKPD Y1, BX
	VMOVMSKPD Y2, R11
	VMOVMSKPD Y3, R12
	SHLL $4, BX
	SHLL $8, R11
	SHLL $12, R12
	ORL BX, AX
	ORL R12, R11
	ORL R11, AX

bits:
	BSFL AX, BX
	ADDL R10, BX
	MOVL BX, (DX)(R9*4)
	INCQ R9
	LEAL -1(AX), BX
	ANDL BX, AX
	JNZ bits

next:
	ADDQ $128, SI
	ADDQ $128, DI
	ADDQ $16, R10
	DECQ CX
	JNZ loop

done:
	MOVQ R9, count+56(FP)
	MOVQ R10, read+64(FP)
	VZEROUPPER
	RET

// func improvingAVX2(row, v, d *float64, blocks int, flip uint64, offset, limit float64, out *int32) (count int)
// Blocks of 16 columns; R13 is d.
TEXT ·improvingAVX2(SB), NOSPLIT, $0-72
	MOVQ row+0(FP), SI
	MOVQ v+8(FP), DI
	MOVQ d+16(FP), R13
	MOVQ blocks+24(FP), CX
	VBROADCASTSD flip+32(FP), Y15
	VBROADCASTSD offset+40(FP), Y14
	VBROADCASTSD limit+48(FP), Y13
	MOVQ out+56(FP), DX
	XORQ R9, R9
	XORQ R10, R10
	TESTQ CX, CX
	JZ done

loop:
	VXORPD (SI), Y15, Y0
	VXORPD 32(SI), Y15, Y1
	VXORPD 64(SI), Y15, Y2
	VXORPD 96(SI), Y15, Y3
	VSUBPD (DI), Y0, Y0
	VSUBPD 32(DI), Y1, Y1
	VSUBPD 64(DI), Y2, Y2
	VSUBPD 96(DI), Y3, Y3
	VSUBPD Y14, Y0, Y0
	VSUBPD Y14, Y1, Y1
	VSUBPD Y14, Y2, Y2
	VSUBPD Y14, Y3, Y3
	VMINPD (R13), Y13, Y4
	VMINPD 32(R13), Y13, Y5
	VMINPD 64(R13), Y13, Y6
	VMINPD 96(R13), Y13, Y7
	VCMPPD $1, Y4, Y0, Y0
	VCMPPD $1, Y5, Y1, Y1
	VCMPPD $1, Y6, Y2, Y2
	VCMPPD $1, Y7, Y3, Y3
	VORPD Y0, Y1, Y4
	VORPD Y2, Y3, Y5
	VORPD Y4, Y5, Y4
	VPTEST Y4, Y4
	JZ next
	VMOVMSKPD Y0, AX
	VMOVMSKPD Y1, BX
	VMOVMSKPD Y2, R11
	VMOVMSKPD Y3, R12
	SHLL $4, BX
	SHLL $8, R11
	SHLL $12, R12
	ORL BX, AX
	ORL R12, R11
	ORL R11, AX

bits:
	BSFL AX, BX
	ADDL R10, BX
	MOVL BX, (DX)(R9*4)
	INCQ R9
	LEAL -1(AX), BX
	ANDL BX, AX
	JNZ bits

next:
	ADDQ $128, SI
	ADDQ $128, DI
	ADDQ $128, R13
	ADDQ $16, R10
	DECQ CX
	JNZ loop

done:
	MOVQ R9, count+64(FP)
	VZEROUPPER
	RET

// func inspectAVX2(row, least *float64, blocks int, flip uint64) (greatest float64, unordered int)
// Blocks of 8 columns. greatest is the greatest magnitude, infinities included;
// unordered is not 0 if there is a NaN. DI is least. A negated +Inf counts as
// +Inf in least.
TEXT ·inspectAVX2(SB), NOSPLIT, $0-48
	MOVQ row+0(FP), SI
	MOVQ least+8(FP), DI
	MOVQ blocks+16(FP), CX
	VBROADCASTSD flip+24(FP), Y15
	MOVQ $0x7FF0000000000000, AX
	VMOVQ AX, X14
	VBROADCASTSD X14, Y14 // +Inf
	MOVQ $0x7FFFFFFFFFFFFFFF, AX
	VMOVQ AX, X13
	VBROADCASTSD X13, Y13 // all bits but the sign
	MOVQ $0xFFF0000000000000, AX
	VMOVQ AX, X12
	VBROADCASTSD X12, Y12 // −Inf
	VXORPD Y0, Y0, Y0 // greatest
	VXORPD Y1, Y1, Y1
	VXORPD Y2, Y2, Y2 // unordered
	TESTQ CX, CX
	JZ done

loop:
	VXORPD (SI), Y15, Y4
	VXORPD 32(SI), Y15, Y5
	VCMPPD $3, Y4, Y5, Y6
	VORPD Y6, Y2, Y2
	VANDPD Y4, Y13, Y6
	VANDPD Y5, Y13, Y7
	VMAXPD Y6, Y0, Y0
	VMAXPD Y7, Y1, Y1
	VCMPPD $0, Y12, Y4, Y6
	VCMPPD $0, Y12, Y5, Y7
	VBLENDVPD Y6, Y14, Y4, Y4
	VBLENDVPD Y7, Y14, Y5, Y5
	VMINPD (DI), Y4, Y4
	VMINPD 32(DI), Y5, Y5
	VMOVUPD Y4, (DI)
	VMOVUPD Y5, 32(DI)
	ADDQ $64, SI
	ADDQ $64, DI
	DECQ CX
	JNZ loop

done:
	VMAXPD Y1, Y0, Y0
	VEXTRACTF128 $1, Y0, X1
	VMAXPD X1, X0, X0
	VPERMILPD $1, X0, X1
	VMAXSD X1, X0, X0
	VMOVMSKPD Y2, AX
	VMOVSD X0, greatest+32(FP)
	MOVQ AX, unordered+40(FP)
	VZEROUPPER
	RET
