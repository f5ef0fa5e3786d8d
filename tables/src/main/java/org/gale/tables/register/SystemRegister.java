package org.gale.tables.register;

import java.util.HashMap;
import java.util.Map;

/**
 * System registers of the CPU interface, under their physical names. Where the current interrupt domain is virtual, the
 * {@code ICC_*_EL1} ones reach the {@code ICV_*} state. {@code ICC_HAPR_EL1}, which only the beta versions of the
 * architecture have, is left out.
 * <pre>
 *  15 14 13   11 10        7 6         3 2     0
 *  +-----+-------+-----------+-----------+-------+
 *  | op0 |  op1  |    CRn    |    CRm    |  op2  |  code
 *  +-----+-------+-----------+-----------+-------+
 * </pre>
 * All have op0 = 3 and CRn = 12.
 */
public enum SystemRegister
{
    ICC_PPI_HMR0_EL1(0, 10, 0, Access.RO),
    ICC_PPI_HMR1_EL1(0, 10, 1, Access.RO),
    ICC_IDR0_EL1(0, 10, 2, Access.RO),
    ICC_HPPIR_EL1(0, 10, 3, Access.RO),
    ICC_ICSR_EL1(0, 10, 4, Access.RW),
    ICC_IAFFIDR_EL1(0, 10, 5, Access.RO),
    ICC_PPI_ENABLER0_EL1(0, 10, 6, Access.RW),
    ICC_PPI_ENABLER1_EL1(0, 10, 7, Access.RW),
    ICC_PPI_CACTIVER0_EL1(0, 13, 0, Access.RW),
    ICC_PPI_CACTIVER1_EL1(0, 13, 1, Access.RW),
    ICC_PPI_SACTIVER0_EL1(0, 13, 2, Access.RW),
    ICC_PPI_SACTIVER1_EL1(0, 13, 3, Access.RW),
    ICC_PPI_CPENDR0_EL1(0, 13, 4, Access.RW),
    ICC_PPI_CPENDR1_EL1(0, 13, 5, Access.RW),
    ICC_PPI_SPENDR0_EL1(0, 13, 6, Access.RW),
    ICC_PPI_SPENDR1_EL1(0, 13, 7, Access.RW),
    ICC_PPI_PRIORITYR0_EL1(0, 14, 0, Access.RW),
    ICC_PPI_PRIORITYR1_EL1(0, 14, 1, Access.RW),
    ICC_PPI_PRIORITYR2_EL1(0, 14, 2, Access.RW),
    ICC_PPI_PRIORITYR3_EL1(0, 14, 3, Access.RW),
    ICC_PPI_PRIORITYR4_EL1(0, 14, 4, Access.RW),
    ICC_PPI_PRIORITYR5_EL1(0, 14, 5, Access.RW),
    ICC_PPI_PRIORITYR6_EL1(0, 14, 6, Access.RW),
    ICC_PPI_PRIORITYR7_EL1(0, 14, 7, Access.RW),
    ICC_PPI_PRIORITYR8_EL1(0, 15, 0, Access.RW),
    ICC_PPI_PRIORITYR9_EL1(0, 15, 1, Access.RW),
    ICC_PPI_PRIORITYR10_EL1(0, 15, 2, Access.RW),
    ICC_PPI_PRIORITYR11_EL1(0, 15, 3, Access.RW),
    ICC_PPI_PRIORITYR12_EL1(0, 15, 4, Access.RW),
    ICC_PPI_PRIORITYR13_EL1(0, 15, 5, Access.RW),
    ICC_PPI_PRIORITYR14_EL1(0, 15, 6, Access.RW),
    ICC_PPI_PRIORITYR15_EL1(0, 15, 7, Access.RW),
    ICC_APR_EL1(1, 0, 0, Access.RW),
    ICC_CR0_EL1(1, 0, 1, Access.RW),
    ICC_PCR_EL1(1, 0, 2, Access.RW),

    ICH_APR_EL2(4, 8, 4, Access.RW),
    ICH_HPPIR_EL2(4, 8, 5, Access.RO),
    ICH_HFGRTR_EL2(4, 9, 4, Access.RW),
    ICH_HFGWTR_EL2(4, 9, 6, Access.RW),
    ICH_HFGITR_EL2(4, 9, 7, Access.RW),
    ICH_PPI_DVIR0_EL2(4, 10, 0, Access.RW),
    ICH_PPI_DVIR1_EL2(4, 10, 1, Access.RW),
    ICH_PPI_ENABLER0_EL2(4, 10, 2, Access.RW),
    ICH_PPI_ENABLER1_EL2(4, 10, 3, Access.RW),
    ICH_PPI_PENDR0_EL2(4, 10, 4, Access.RW),
    ICH_PPI_PENDR1_EL2(4, 10, 5, Access.RW),
    ICH_PPI_ACTIVER0_EL2(4, 10, 6, Access.RW),
    ICH_PPI_ACTIVER1_EL2(4, 10, 7, Access.RW),
    /** No source gives the encoding; this one is our choice. */
    ICH_PPI_HVIR0_EL2(4, 11, 0, Access.RW),
    /** No source gives the encoding; this one is our choice. */
    ICH_PPI_HVIR1_EL2(4, 11, 1, Access.RW),
    ICH_VCTLR_EL2(4, 11, 4, Access.RW),
    ICH_CONTEXTR_EL2(4, 11, 6, Access.RW),
    ICH_VMCR_EL2(4, 11, 7, Access.RW),
    ICH_PPI_PRIORITYR0_EL2(4, 14, 0, Access.RW),
    ICH_PPI_PRIORITYR1_EL2(4, 14, 1, Access.RW),
    ICH_PPI_PRIORITYR2_EL2(4, 14, 2, Access.RW),
    ICH_PPI_PRIORITYR3_EL2(4, 14, 3, Access.RW),
    ICH_PPI_PRIORITYR4_EL2(4, 14, 4, Access.RW),
    ICH_PPI_PRIORITYR5_EL2(4, 14, 5, Access.RW),
    ICH_PPI_PRIORITYR6_EL2(4, 14, 6, Access.RW),
    ICH_PPI_PRIORITYR7_EL2(4, 14, 7, Access.RW),
    ICH_PPI_PRIORITYR8_EL2(4, 15, 0, Access.RW),
    ICH_PPI_PRIORITYR9_EL2(4, 15, 1, Access.RW),
    ICH_PPI_PRIORITYR10_EL2(4, 15, 2, Access.RW),
    ICH_PPI_PRIORITYR11_EL2(4, 15, 3, Access.RW),
    ICH_PPI_PRIORITYR12_EL2(4, 15, 4, Access.RW),
    ICH_PPI_PRIORITYR13_EL2(4, 15, 5, Access.RW),
    ICH_PPI_PRIORITYR14_EL2(4, 15, 6, Access.RW),
    ICH_PPI_PRIORITYR15_EL2(4, 15, 7, Access.RW),

    ICC_APR_EL3(6, 8, 0, Access.RW),
    ICC_PCR_EL3(6, 8, 1, Access.RW),
    ICC_DOMHPPIR_EL3(6, 8, 2, Access.RO),
    ICC_PPI_DOMAINR0_EL3(6, 8, 4, Access.RW),
    ICC_PPI_DOMAINR1_EL3(6, 8, 5, Access.RW),
    ICC_PPI_DOMAINR2_EL3(6, 8, 6, Access.RW),
    ICC_PPI_DOMAINR3_EL3(6, 8, 7, Access.RW),
    ICC_CR0_EL3(6, 9, 0, Access.RW),
    ICC_HPPIR_EL3(6, 9, 1, Access.RO);

    /** Permission of a register by the architecture: read-only, write-only or both. */
    public enum Access
    {
        RO(true, false),
        WO(false, true),
        RW(true, true);

        private final boolean readable;
        private final boolean writable;

        Access(final boolean readable, final boolean writable)
        {
            this.readable = readable;
            this.writable = writable;
        }
    }

    private static final int OP0_CRN = (3 << 14) | (12 << 7);
    private static final int OP0_CRN_MASK = 0xffff_c780;                // and the bits that a code does not have
    private static final SystemRegister[] BY_INDEX = new SystemRegister[1 << 10];
    private static final Map<String, SystemRegister> BY_NAME = new HashMap<>();

    static
    {
        for (final SystemRegister register : values())
        {
            BY_INDEX[index(register.code)] = register;
            BY_NAME.put(register.name(), register);
        }
    }

    private final int code;
    private final Access access;
    private final int lowestEl;

    SystemRegister(final int op1, final int crm, final int op2, final Access access)
    {
        this.code = OP0_CRN | (op1 << 11) | (crm << 3) | op2;
        this.access = access;
        this.lowestEl = name().charAt(name().length() - 1) - '0';
    }

    /**
     * Returns the register of a name.
     *
     * @return the register, or null if none has the name
     */
    public static SystemRegister byName(final String name)
    {
        return BY_NAME.get(name);
    }

    /**
     * Returns the register of a code. Every int is a valid argument.
     *
     * @return the register, or null if none has the code
     */
    public static SystemRegister byCode(final int code)
    {
        return (code & OP0_CRN_MASK) == OP0_CRN ? BY_INDEX[index(code)] : null;
    }

    /**
     * Returns the encoding, 16 bits.
     *
     * @return op0:op1:CRn:CRm:op2
     */
    public int code()
    {
        return code;
    }

    public boolean isReadable()
    {
        return access.readable;
    }

    public boolean isWritable()
    {
        return access.writable;
    }

    /** Returns the lowest exception level, 1 to 3, at which the register is defined: the end of its name. */
    public int lowestEl()
    {
        return lowestEl;
    }

    /** Returns op1, CRm and op2 side by side. */
    private static int index(final int code)
    {
        return ((code >>> 4) & 0x380) | (code & 0x7f);
    }
}
