package org.gale.tables.operand;

/**
 * GIC system instructions.
 * <pre>
 *  15 14 13   11 10        7 6         3 2     0
 *  +-----+-------+-----------+-----------+-------+
 *  | op0 |  op1  |    CRn    |    CRm    |  op2  |  code
 *  +-----+-------+-----------+-----------+-------+
 * </pre>
 * All have op0 = 1 and CRn = 12. {@code CDIA} and {@code CDNMIA} are written {@code GICR}. They differ from the rest by
 * the read bit of the instruction word, which the code omits; no other instruction has their CRm.
 */
public enum GicInstruction
{
    CDDIS(Family.CD, OperandUse.NEEDED, 1, 0),
    CDEN(Family.CD, OperandUse.NEEDED, 1, 1),
    CDPRI(Family.CD, OperandUse.NEEDED, 1, 2),
    CDAFF(Family.CD, OperandUse.NEEDED, 1, 3),
    CDPEND(Family.CD, OperandUse.NEEDED, 1, 4),
    CDRCFG(Family.CD, OperandUse.NEEDED, 1, 5),
    CDEOI(Family.CD, OperandUse.IGNORED, 1, 7),
    CDDI(Family.CD, OperandUse.NEEDED, 2, 0),
    CDHM(Family.CD, OperandUse.NEEDED, 2, 1),
    CDIA(Family.CD, OperandUse.NONE, 3, 0),
    CDNMIA(Family.CD, OperandUse.NONE, 3, 1),

    VDDIS(Family.VD, OperandUse.NEEDED, 1, 0),
    VDEN(Family.VD, OperandUse.NEEDED, 1, 1),
    VDPRI(Family.VD, OperandUse.NEEDED, 1, 2),
    VDAFF(Family.VD, OperandUse.NEEDED, 1, 3),
    VDPEND(Family.VD, OperandUse.NEEDED, 1, 4),
    VDRCFG(Family.VD, OperandUse.NEEDED, 1, 5),
    VDDI(Family.VD, OperandUse.NEEDED, 2, 0),
    VDHM(Family.VD, OperandUse.NEEDED, 2, 1),

    LDDIS(Family.LD, OperandUse.NEEDED, 1, 0),
    LDEN(Family.LD, OperandUse.NEEDED, 1, 1),
    LDPRI(Family.LD, OperandUse.NEEDED, 1, 2),
    LDAFF(Family.LD, OperandUse.NEEDED, 1, 3),
    LDPEND(Family.LD, OperandUse.NEEDED, 1, 4),
    LDRCFG(Family.LD, OperandUse.NEEDED, 1, 5),
    LDDI(Family.LD, OperandUse.NEEDED, 2, 0),
    LDHM(Family.LD, OperandUse.NEEDED, 2, 1),

    GSBSYS(Family.GSB, OperandUse.NONE, 0, 0),
    GSBACK(Family.GSB, OperandUse.NONE, 0, 1);

    /** Families of instructions, by the owner of the interrupts that they act on. */
    public enum Family
    {
        /** Instructions on interrupts of the current interrupt domain, which may be virtual. */
        CD(0, 1),
        /** Instructions on interrupts of the VM that the operand names; undefined below EL2 (B-VIN-7). */
        VD(4, 2),
        /** Instructions on interrupts of the logical interrupt domain; undefined below EL3 (B-GEN-4). */
        LD(6, 3),
        /** Barriers. */
        GSB(0, 1);

        private final int op1;
        private final int lowestEl;

        Family(final int op1, final int lowestEl)
        {
            this.op1 = op1;
            this.lowestEl = lowestEl;
        }
    }

    /** Use of the operand of an instruction. */
    public enum OperandUse
    {
        /** Instruction without an operand: its register is the destination, or there is none. */
        NONE,
        /** Instruction whose operand is ignored. */
        IGNORED,
        /** Instruction that acts on its operand. */
        NEEDED
    }

    private static final int OP0_CRN = (1 << 14) | (12 << 7);
    private static final int OP0_CRN_MASK = 0xffff_c780;                // and the bits that a code does not have
    private static final GicInstruction[] BY_INDEX = new GicInstruction[1 << 10];

    static
    {
        for (final GicInstruction instruction : values())
        {
            BY_INDEX[index(instruction.code)] = instruction;
        }
    }

    private final Family family;
    private final OperandUse operandUse;
    private final int code;

    GicInstruction(final Family family, final OperandUse operandUse, final int crm, final int op2)
    {
        this.family = family;
        this.operandUse = operandUse;
        this.code = OP0_CRN | (family.op1 << 11) | (crm << 3) | op2;
    }

    /** {@return the instruction of a code, any int, or null if there is none} */
    public static GicInstruction byCode(final int code)
    {
        return (code & OP0_CRN_MASK) == OP0_CRN ? BY_INDEX[index(code)] : null;
    }

    /** {@return the encoding of the instruction, 16 bits} */
    public int code()
    {
        return code;
    }

    public Family family()
    {
        return family;
    }

    /** {@return the lowest exception level, 1 to 3, at which the instruction is defined} */
    public int lowestEl()
    {
        return family.lowestEl;
    }

    /** Returns the use that the instruction makes of an operand. */
    public OperandUse operandUse()
    {
        return operandUse;
    }

    /** Returns whether the instruction has a result in a register. */
    public boolean hasResult()
    {
        return this == CDIA || this == CDNMIA;
    }

    /** Returns op1, CRm and op2 as one index. */
    private static int index(final int code)
    {
        return ((code >>> 4) & 0x380) | (code & 0x7f);
    }
}
