package org.gale.engine.script;

import java.util.random.RandomGenerator;
import org.gale.tables.operand.GicInstruction;
import org.gale.tables.register.SystemRegister;

/**
 * Lines whose words are mostly right and whose values are at random or at a border: tables at any address with any
 * content, instructions with any operand.
 */
final class HostileLines
{
    private static final long[] FRAMES = {0x0801_0000L, 0x0802_0000L, 0x0810_0000L, 0x0811_0000L, 0x0820_0000L};
    private static final String[] ELS = {"el1", "el2", "el3", "vel1"};
    private static final String[] SIZES = {"b", "w", "l", "q"};
    private static final GicInstruction[] INSTRUCTIONS = GicInstruction.values();
    private static final SystemRegister[] REGISTERS = SystemRegister.values();
    private static final long FUNCTIONS = 0x1000_0000L;
    private static final long RAM_BASE = 0x4000_0000L;
    private static final int RAM_LENGTH = 0x100_0000;
    private static final int OFFSET_LIMIT = 0x400;

    private final RandomGenerator random;

    HostileLines(final RandomGenerator random)
    {
        this.random = random;
    }

    String next()
    {
        switch (below(12))
        {
            case 0:
                return "insn " + below(2) + " " + ELS[below(4)] + " " + INSTRUCTIONS[below(INSTRUCTIONS.length)] + " " +
                    hex(operand());
            case 1:
                return "sysw " + below(2) + " " + ELS[below(4)] + " " + REGISTERS[below(REGISTERS.length)] + " " +
                    hex(value());
            case 2:
                return "sysr " + below(2) + " " + ELS[below(4)] + " " + REGISTERS[below(REGISTERS.length)];
            case 3:
                return "write" + SIZES[2 + below(2)] + " " + hex(frameAddress()) + " " + hex(value() & 0xffff_ffffL);
            case 4:
                return "writeq " + hex(frameAddress()) + " " + hex(value());
            case 5:
                return "read" + SIZES[below(4)] + " " + hex(below(2) == 0 ? frameAddress() : ramAddress());
            case 6:
                return "writeq " + hex(ramAddress()) + " " + hex(value());
            case 7:
                return "memset " + hex(ramAddress()) + " " + (1 + below(4096)) + " " + below(256);
            case 8:
                return wire();
            case 9:
                return function();
            case 10:
                return eventfd();
            default:
                return query();
        }
    }

    private String wire()
    {
        switch (below(4))
        {
            case 0: return "ppi " + below(2) + " " + below(140) + " " + below(2);
            case 1: return "spi " + below(70) + " " + below(2);
            case 2: return "wire 0 " + below(70) + " " + below(2);
            default: return "msi 0 " + (below(4) == 0 ? value() & 0xffff_ffffL : below(70)) + " " + below(40);
        }
    }

    private String function()
    {
        final int function = below(4);
        switch (below(9))
        {
            case 0: return "msix create " + function + " vectors=" + below(below(8) == 0 ? 4096 : 70) + " bar=" +
                hex(below(8) == 0 ? value() : FUNCTIONS + 0x1_0000L * below(5));
            case 1: return "msix control " + function + " enable=" + below(2) + " mask=" + below(3);
            case 2: return "writel " + hex(FUNCTIONS + 0x1_0000L * function + 4L * below(64)) + " " +
                hex(below(2) == 0 ? below(3) : value() & 0xffff_ffffL);
            case 3: return "writeq " + hex(FUNCTIONS + 0x1_0000L * function + 16L * below(8)) + " " +
                hex(FRAMES[below(FRAMES.length)] + 8L * below(9));
            case 4: return "msix " + (below(2) == 0 ? "reset " : "clear ") + function;
            case 5: return "msix save " + function + " @" + below(3);
            case 6: return "msix restore " + function + " @" + below(3);
            default: return "msix trigger " + function + " " + below(70);
        }
    }

    private String eventfd()
    {
        final String[] verbs = {"route", "drop", "signal", "consume", "state"};
        switch (below(4))
        {
            case 0: return "irqfd add " + below(40) + " " + below(4) + " " + below(70);
            case 1: return "irqfd add " + below(40) + " spi " + below(70);
            default: return "irqfd " + verbs[below(verbs.length)] + " " + below(40);
        }
    }

    private String query()
    {
        final String[] queries = {"hppi", "vhppi", "ppihppi", "vppihppi", "signal"};

        return queries[below(queries.length)] + " " + below(2);
    }

    private long frameAddress()
    {
        final long offset = below(8) == 0 ? below(0x1_0000) : below(OFFSET_LIMIT) & ~3;

        return FRAMES[below(FRAMES.length)] + offset;
    }

    private long ramAddress()
    {
        return RAM_BASE + (below(4) == 0 ? below(RAM_LENGTH) : below(0x4000) & ~7);
    }

    /** Returns an INTID near the low ones, and fields around it. */
    private long operand()
    {
        return (random.nextLong() & 0xffff_ffff_1000_0000L & -(long)below(2)) | (long)below(8) << 29 |
            below(below(4) == 0 ? 0x100_0000 : 64);
    }

    /** Returns addresses in RAM with flags and fields, small numbers, or anything. */
    private long value()
    {
        switch (below(4))
        {
            case 0: return ramAddress() | below(64) | (long)below(4096) << 52;
            case 1: return below(0x1000);
            case 2: return random.nextLong() >>> below(Long.SIZE);
            default: return random.nextLong();
        }
    }

    private static String hex(final long value)
    {
        return "0x" + Long.toHexString(value);
    }

    private int below(final int bound)
    {
        return (int)Long.remainderUnsigned(random.nextLong(), bound);
    }
}
