package org.gale.engine.inspect;

/** GICv5 with an LPI, SPI, PPI or event of the physical side or of a VM, drawn with mistakes on its way to its PE. */
abstract class DrawnGicv5Board extends DrawnMachine
{
    static final long IRS = 0x0801_0000L;
    static final long ITS = 0x0810_0000L;
    static final long IST = 0x4010_0000L;
    static final long L2_IST = 0x4018_0000L;
    static final long DT = 0x4020_0000L;
    static final long L2_DT = 0x4021_0000L;
    static final long ITT = 0x4022_0000L;
    static final long L2_ITT = 0x4023_0000L;
    static final long VMT = 0x4030_0000L;
    static final long VPET = 0x4031_0000L;
    static final long VM_LPIS = 0x4040_0000L;
    static final long VM_SPIS = 0x4050_0000L;
    static final long PART = 0x0100_0000L;
    static final int LPI = 2 << 29;
    static final int SPI = 3 << 29;
    static final int PPI = 1 << 29;
    static final long PENDING = 1L << 32;
    static final int VM = 1;
    static final int DEVICE = 3;
    static final int EVENT = 5;

    final boolean isVirtual;
    int pes;
    int irss;
    int delay;
    boolean isIstTwoLevel;
    boolean isDtTwoLevel;
    boolean isIttTwoLevel;
    int intid;
    int pe;
    String subject;
    int lpi;

    DrawnGicv5Board(final long seed, final boolean isVirtual)
    {
        super(seed);
        this.isVirtual = isVirtual;
    }

    final int deviceId()
    {
        return DEVICE;
    }

    final int eventId()
    {
        return EVENT;
    }

    @Override
    void draw()
    {
        bringUp();
        switch (random.nextInt(4))
        {
            case 0 -> event();
            case 1 -> spi();
            case 2 -> ppi();
            default -> lpi();
        }
    }

    @Override
    String subject()
    {
        return subject;
    }

    final void subject(final String words)
    {
        subject = words;
    }

    /** Makes the machine and all that leads to an LPI, with mistakes. */
    final void bringUp()
    {
        pes = 1 + random.nextInt(4);
        irss = pes % 2 == 0 && once(3) ? 2 : 1;
        delay = once(4) ? 1 + random.nextInt(8) : 0;
        ok("machine ram=0x40000000:0x1000000 pes=" + pes + (irss == 2 ? " irss=2" : "") +
            (delay > 0 ? " ops.delay=" + delay + (once(2) ? " ops.order=1" : "") : "") +
            (once(3) ? " link=up" : "") + (once(2) ? " its.cache=" + (once(2) ? "eager" : "1") : ""));
        for (int n = 0; n < pes; n++)
        {
            write(!once(8), n, 1, "ICC_CR0_EL1", once(12) ? 1 : 3);
            write(true, n, 1, "ICC_PCR_EL1", once(4) ? random.nextInt(32) : 31);
            settle();
        }
        for (int n = 0; n < irss; n++)
        {
            store(!once(10), 4, IRS + n * PART + 0x80, 1);
        }
        isIstTwoLevel = once(3);
        if (!once(12))
        {
            ist();
        }
        lpi = 32 + random.nextInt(16);
        its();
        if (isVirtual)
        {
            vm();
        }
        if (once(3))
        {
            ok("msi 0 " + DEVICE + ' ' + EVENT);                                // what a cache then keeps
        }
    }

    void ist()
    {
        store(true, 4, IRS + 0x190, isIstTwoLevel ? 14 | 1 << 16 : 14);
        if (isIstTwoLevel)
        {
            store(true, 8, IST, L2_IST);
        }
        store(true, 8, IRS + 0x180, IST | 1);
        settle();
        if (isIstTwoLevel && !once(3))
        {
            store(true, 4, IRS + 0x1c0, LPI_ID_OF_L2);
            settle();
        }
    }

    static final long LPI_ID_OF_L2 = 40;

    void its()
    {
        isDtTwoLevel = once(4);
        isIttTwoLevel = once(4);
        store(true, 4, ITS + 0xd0, isDtTwoLevel ? 12 | 1 << 16 : 12);
        store(true, 8, ITS + 0xc0, DT);
        settle();
        store(!once(8), 4, ITS + 0x80, 1);
        settle();
        if (once(4))
        {
            ok("msi 0 " + DEVICE + ' ' + EVENT);
        }
        if (isDtTwoLevel)
        {
            store(!once(6), 8, DT, l1(L2_DT, once(6) ? 1 : 9));
        }
        store(!once(6), 8, dteAddress(), dte());
        if (isIttTwoLevel)
        {
            store(!once(6), 8, ITT, l1(L2_ITT, once(6) ? 1 : 9));
        }
        store(!once(6), 8, itteAddress(), itte());
    }

    long dteAddress()
    {
        return (isDtTwoLevel ? L2_DT : DT) + 8 * DEVICE;
    }

    long itteAddress()
    {
        return (isIttTwoLevel ? L2_ITT : ITT) + 8 * EVENT;
    }

    long dte()
    {
        return 12L << 59 | (isIttTwoLevel ? 1L << 58 : 0) | ITT | 1;
    }

    long itte()
    {
        return (isVirtual ? (long)VM << 32 | 1L << 30 : 0) | 1L << 31 | lpi;
    }

    static long l1(final long address, final int span)
    {
        return (long)span << 60 | address | 1;
    }

    void vm()
    {
        if (!once(10))
        {
            vmTable();
        }
        map(!once(8), 0x2c8, 1L << 63 | VM);
        map(!once(8), 0x2d0, 1L << 63 | (long)VM << 32 | LPI);
        map(!once(8), 0x2d0, 1L << 63 | (long)VM << 32 | SPI);
        for (int vpe = 0; vpe < 2; vpe++)
        {
            map(!once(8), 0x2e0, 1L << 63 | (long)VM << 32 | vpe);
        }
        final int vpe = random.nextInt(2);
        for (int n = 0; n < pes; n++)
        {
            write(true, n, 2, "ICH_VMCR_EL2", (once(8) ? 0 : 1) | (long)(once(4) ? random.nextInt(32) : 31) << 27);
        }
        write(!once(4), random.nextInt(pes), 2, "ICH_CONTEXTR_EL2",
            1L << 63 | (once(8) ? 1L << 61 : 0) | (long)vpe << 32 | VM);
    }

    void vmTable()
    {
        store(true, 4, IRS + 0x210, 4);
        store(true, 8, VMT + 32 * VM + 8, 1L << 59 | VPET);
        store(true, 8, VMT + 32 * VM + 16, 14L << 59 | VM_LPIS);
        store(true, 8, VMT + 32 * VM + 24, 8L << 59 | VM_SPIS);
        store(true, 8, IRS + 0x200, VMT | 1);
        settle();
    }

    void map(final boolean isDone, final int offset, final long value)
    {
        store(isDone, 8, IRS + offset, value);
        settle();
    }

    void lpi()
    {
        intid = LPI | lpi;
        subject = (isVirtual ? "vm" + VM + '.' : "") + "lpi" + lpi;
        prepare();
    }

    final void event()
    {
        intid = LPI | lpi;
        subject = "msi " + DEVICE + ' ' + EVENT;
        prepare();
        ok("msi 0 " + DEVICE + ' ' + EVENT);
    }

    void spi()
    {
        final int spi = random.nextInt(200);
        intid = SPI | spi;
        subject = (isVirtual ? "vm" + VM + '.' : "") + "spi" + spi;
        if (!isVirtual && once(5))
        {
            final long frame = frameOfSpi(spi);
            store(true, 4, frame + 0x108, spi);
            store(true, 8, frame + 0x100, 1L << 63 | VM);
        }
        prepare();
    }

    long frameOfSpi(final int spi)
    {
        return IRS + (irss == 2 && spi >= 128 ? PART : 0);
    }

    void ppi()
    {
        final int[] ids = {3, 20, 27, 30, 64, 80, 95};
        final int ppi = ids[random.nextInt(ids.length)];
        pe = random.nextInt(pes);
        intid = PPI | ppi;
        subject = isVirtual ? "vm" + VM + ".vcpu" + random.nextInt(2) + ".ppi" + ppi : "pe" + pe + ".ppi" + ppi;
        for (int n = 0; n < pes; n++)
        {
            final int other = ids[random.nextInt(ids.length)];
            write(once(2), n, 1, "ICC_PPI_ENABLER" + (other >>> 6) + "_EL1", 1L << other);
            ok("ppi " + n + ' ' + other + " 1");
            write(once(2), n, 1, "ICC_PPI_ENABLER" + (ppi >>> 6) + "_EL1", random.nextLong());
            write(once(2), n, 1, "ICC_PPI_SACTIVER" + (ppi >>> 6) + "_EL1", once(2) ? 1L << ppi : random.nextLong());
            write(once(2), n, 1, "ICC_PPI_PRIORITYR" + (ppi >>> 3) + "_EL1", random.nextLong() & 0x1f1f1f1f1f1f1f1fL);
            write(once(2), n, 1, "ICC_APR_EL1", once(2) ? 1L << random.nextInt(32) : 0);
            if (isVirtual)
            {
                virtualPpis(n, ppi);
            }
        }
    }

    void virtualPpis(final int n, final int ppi)
    {
        final int bank = ppi >>> 6;
        write(once(2), n, 2, "ICH_PPI_ENABLER" + bank + "_EL2", random.nextLong());
        write(once(2), n, 2, "ICH_PPI_PENDR" + bank + "_EL2", random.nextLong());
        write(once(3), n, 2, "ICH_PPI_ACTIVER" + bank + "_EL2", random.nextLong());
        write(once(3), n, 2, "ICH_PPI_DVIR" + bank + "_EL2", random.nextLong());
        write(once(3), n, 2, "ICH_PPI_HVIR" + bank + "_EL2", random.nextLong());
        write(once(2), n, 2, "ICH_PPI_PRIORITYR" + (ppi >>> 3) + "_EL2", random.nextLong() & 0x1f1f1f1f1f1f1f1fL);
        write(once(3), n, 2, "ICH_APR_EL2", 1L << random.nextInt(32));
    }

    /** Configures the interrupt and others, with mistakes, and makes them pending. */
    final void prepare()
    {
        final int others = random.nextInt(3);
        for (int i = 0; i <= others; i++)
        {
            final int which = i < others ? once(2) ? LPI | 32 + random.nextInt(16) : SPI | random.nextInt(200) : intid;
            final String at = random.nextInt(pes) + (isVirtual ? " el2 VD" : " el1 CD");
            final long vm = isVirtual ? (long)VM << 32 : 0;
            final int target = once(6) ? random.nextInt(8) : random.nextInt(isVirtual ? 2 : pes);
            insn(at + "PRI", (long)random.nextInt(32) << (isVirtual ? 59 : 35) | vm | which);
            insn(at + "AFF", (isVirtual ? (long)target << 48 | vm : (long)target << 32) | which);
            if (!once(3))
            {
                insn(at + "EN", vm | which);
            }
            if (isVirtual)
            {
                insn(at + "PEND", 1L << 63 | vm | which);
            }
            else
            {
                insn(at + "PEND", PENDING | which);
            }
            if (once(3))
            {
                final int on = random.nextInt(pes);
                say("insn " + on + (isVirtual ? " vel1" : " el1") + " CDIA");   // what it takes stays active
            }
        }
    }

    void insn(final String peElName, final long operand)
    {
        ok("insn " + peElName + ' ' + hex(operand));
    }

    final void store(final boolean isDone, final int bytes, final long address, final long value)
    {
        if (isDone)
        {
            ok((bytes == 8 ? "writeq " : "writel ") + hex(address) + ' ' + hex(value));
        }
    }

    void write(final boolean isDone, final int onPe, final int el, final String register, final long value)
    {
        if (isDone)
        {
            ok("sysw " + onPe + " el" + el + ' ' + register + ' ' + hex(value));
        }
    }

    long read(final int onPe, final int el, final String register)
    {
        return Long.parseUnsignedLong(ok("sysr " + onPe + " el" + el + ' ' + register).substring(2), 16);
    }

    /** Lets operations take effect, most of the time. */
    final void settle()
    {
        for (int i = 0; i < delay && delay > 0 && !once(40); i++)
        {
            ok("clock_step 1");
        }
    }
}
