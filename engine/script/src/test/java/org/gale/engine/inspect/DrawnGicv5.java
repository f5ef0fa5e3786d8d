package org.gale.engine.inspect;

import com.fasterxml.jackson.databind.JsonNode;

/** GICv5 that repairs what an explanation names, and knows nothing else. */
class DrawnGicv5 extends DrawnGicv5Board
{
    DrawnGicv5(final long seed, final boolean isVirtual)
    {
        super(seed, isVirtual);
    }

    @Override
    void repair(final JsonNode reason)
    {
        final int at = reason.path("pe").asInt(0);
        final boolean isOfVirtual = reason.path("virtual").asBoolean(false);
        final long named = reason.path("intid").asLong();
        switch (reason.get("reason").asText())
        {
            case "not-pending" -> pend(reason, named, at, isOfVirtual);
            case "not-pending-direct" -> pendPpi(at, false, (int)named & 0xff_ffff);
            case "disabled" -> enable(reason, named, at, isOfVirtual);
            case "active" -> deactivate(reason, named, at, isOfVirtual);
            case "hidden" -> clear(at, 2, "ICH_PPI_HVIR", (int)named & 0xff_ffff);
            case "no-target" -> target(reason, named);
            case "irs-disabled", "its-disabled" -> store(true, 4, reason.get("address").asLong(), 1);
            case "link-down" -> write(true, at, 1, "ICC_CR0_EL1", 3);
            case "operation-waits", "event-waits" ->
            {
                for (int i = 0; i < 9; i++)
                {
                    ok("clock_step 1");
                }
            }
            case "interface-disabled" -> enableInterface(at, isOfVirtual);
            case "candidate-disabled" -> write(true, at, 2, "ICH_CONTEXTR_EL2",
                read(at, 2, "ICH_CONTEXTR_EL2") & ~(1L << 61));
            case "masked" -> unmask(at, isOfVirtual);
            case "running" -> ok("insn " + at + (isOfVirtual ? " vel1" : " el1") + " CDEOI");
            case "behind" -> disable(at, isOfVirtual, named);
            case "spi-of-vm" ->
            {
                final int spi = reason.get("spi").asInt();
                store(true, 4, frameOfSpi(spi) + 0x108, spi);
                store(true, 8, frameOfSpi(spi) + 0x100, 0);
            }
            case "vm-invalid" ->
            {
                if (reason.path("address").asLong(0) < 0)
                {
                    vmTable();
                }
                store(true, 8, IRS + 0x2c8, 1L << 63 | reason.get("vm").asLong());
            }
            case "vpe-invalid" -> store(true, 8, IRS + 0x2e0,
                1L << 63 | reason.get("vm").asLong() << 32 | reason.get("vpe").asLong());
            case "not-resident" -> write(true, random.nextInt(pes), 2, "ICH_CONTEXTR_EL2",
                1L << 63 | reason.get("vpe").asLong() << 32 | reason.get("vm").asLong());
            case "no-table" -> table(reason, named);
            case "not-mapped" -> store(true, 4, IRS + 0x1c0, named & 0xff_ffff);
            case "walk" -> walk(reason);
            case "kept-walk", "kept-entry" -> invalidate(reason);
            default -> throw new AssertionError("a reason that nobody repairs: " + reason);
        }
    }

    private String vd(final JsonNode reason)
    {
        return reason.has("vm") ? "0 el2 VD" : "0 el1 CD";
    }

    private long vm(final JsonNode reason)
    {
        return reason.has("vm") ? reason.get("vm").asLong() << 32 : 0;
    }

    private void pend(final JsonNode reason, final long named, final int at, final boolean isOfVirtual)
    {
        if (subject.startsWith("msi"))
        {
            ok("msi 0 " + DEVICE + ' ' + EVENT);
        }
        else if (named >>> 29 == 1)
        {
            pendPpi(at, isOfVirtual, (int)named & 0xff_ffff);
        }
        else
        {
            insn(vd(reason) + "PEND", (reason.has("vm") ? 1L << 63 : PENDING) | vm(reason) | named);
        }
    }

    private void pendPpi(final int at, final boolean isOfVirtual, final int ppi)
    {
        if (isOfVirtual)
        {
            set(at, 2, "ICH_PPI_PENDR", ppi);
        }
        else
        {
            ok("ppi " + at + ' ' + ppi + " 1");
            write(true, at, 1, "ICC_PPI_SPENDR" + (ppi >>> 6) + "_EL1", 1L << ppi);
        }
    }

    private void enable(final JsonNode reason, final long named, final int at, final boolean isOfVirtual)
    {
        if (named >>> 29 == 1)
        {
            set(at, isOfVirtual ? 2 : 1, isOfVirtual ? "ICH_PPI_ENABLER" : "ICC_PPI_ENABLER", (int)named & 0xff_ffff);
        }
        else
        {
            insn(vd(reason) + "EN", vm(reason) | named);
        }
    }

    private void deactivate(final JsonNode reason, final long named, final int at, final boolean isOfVirtual)
    {
        if (named >>> 29 != 1)
        {
            insn(vd(reason) + "DI", vm(reason) | named);
        }
        else if (isOfVirtual)
        {
            clear(at, 2, "ICH_PPI_ACTIVER", (int)named & 0xff_ffff);
        }
        else
        {
            insn(at + " el1 CDDI", named);
        }
    }

    private void disable(final int at, final boolean isOfVirtual, final long named)
    {
        if (named >>> 29 == 1)
        {
            clear(at, isOfVirtual ? 2 : 1, isOfVirtual ? "ICH_PPI_ENABLER" : "ICC_PPI_ENABLER",
                (int)named & 0xff_ffff);
        }
        else
        {
            insn(at + (isOfVirtual ? " vel1" : " el1") + " CDDIS", named);
        }
    }

    private void target(final JsonNode reason, final long named)
    {
        insn(vd(reason) + "AFF", vm(reason) | named);
    }

    private void enableInterface(final int at, final boolean isOfVirtual)
    {
        if (isOfVirtual)
        {
            write(true, at, 2, "ICH_VMCR_EL2", read(at, 2, "ICH_VMCR_EL2") | 1);
        }
        else
        {
            write(true, at, 1, "ICC_CR0_EL1", 3);
        }
    }

    private void unmask(final int at, final boolean isOfVirtual)
    {
        if (isOfVirtual)
        {
            write(true, at, 2, "ICH_VMCR_EL2", read(at, 2, "ICH_VMCR_EL2") | 31L << 27);
        }
        else
        {
            write(true, at, 1, "ICC_PCR_EL1", 31);
        }
    }

    private void set(final int at, final int el, final String register, final int ppi)
    {
        final String name = register + (ppi >>> 6) + "_EL" + el;
        write(true, at, el, name, read(at, el, name) | 1L << ppi);
    }

    private void clear(final int at, final int el, final String register, final int ppi)
    {
        final String name = register + (ppi >>> 6) + "_EL" + el;
        write(true, at, el, name, read(at, el, name) & ~(1L << ppi));
    }

    private void table(final JsonNode reason, final long named)
    {
        if (reason.has("vm"))
        {
            store(true, 8, IRS + 0x2d0, 1L << 63 | vm(reason) | (named & 7L << 29));
        }
        else
        {
            ist();
        }
    }

    private void walk(final JsonNode reason)
    {
        final long address = reason.get("address").asLong();
        switch (reason.get("entry").asText())
        {
            case "L1_DTE" -> store(true, 8, address, l1(L2_DT, 9));
            case "L2_DTE" -> store(true, 8, address, dte());
            case "L1_ITTE" -> store(true, 8, address, l1(L2_ITT, 9));
            default -> store(true, 8, address, itte());
        }
    }

    private void invalidate(final JsonNode reason)
    {
        store(true, 8, ITS + 0x100, reason.get("device").asLong());
        store(true, 4, ITS + 0x108, reason.get("event").asLong());
        switch (reason.get("entry").asText())
        {
            case "L1_DTE" -> store(true, 4, ITS + 0x110, 1L << 31 | 1);
            case "L2_DTE" -> store(true, 4, ITS + 0x110, 1L << 31 | 16 << 1);
            case "L1_ITTE" -> store(true, 4, ITS + 0x10c, 1L << 31 | 1);
            default -> store(true, 4, ITS + 0x10c, 1L << 31);
        }
    }

    @Override
    boolean isSignalled(final JsonNode reason)
    {
        final int at = reason.get("pe").asInt();
        final boolean isOfVirtual = reason.get("virtual").asBoolean();
        final boolean isAsserted = ok("signal " + at).contains(isOfVirtual ? " virq=1" : "irq=1 fiq");
        final String taken = ok("insn " + at + (isOfVirtual ? " vel1" : " el1") + " CDIA");

        return isAsserted && Long.parseUnsignedLong(taken.substring(2), 16) == (1L << 32 | (intid & 0xffff_ffffL));
    }
}
