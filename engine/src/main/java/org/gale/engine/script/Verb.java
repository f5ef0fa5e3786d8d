package org.gale.engine.script;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Verbs of the protocol, with their operands. */
enum Verb
{
    MACHINE("KEY=VALUE...", 0, LineParser.WORD_LIMIT),
    READB("ADDR", 1, 1),
    READW("ADDR", 1, 1),
    READL("ADDR", 1, 1),
    READQ("ADDR", 1, 1),
    WRITEB("ADDR VALUE", 2, 2),
    WRITEW("ADDR VALUE", 2, 2),
    WRITEL("ADDR VALUE", 2, 2),
    WRITEQ("ADDR VALUE", 2, 2),
    READ("ADDR SIZE", 2, 2),
    WRITE("ADDR SIZE 0xHEX", 3, 3),
    MEMSET("ADDR SIZE BYTE", 3, 3),
    B64READ("ADDR SIZE", 2, 2),
    B64WRITE("ADDR SIZE BASE64", 3, 3),
    ENDIANNESS("", 0, 0),
    INSN("PE EL NAME [OPERAND]", 3, 4),
    SYSR("PE EL NAME", 3, 3),
    SYSW("PE EL NAME VALUE", 4, 4),
    PPI("PE ID LEVEL", 3, 3),
    SPI("ID LEVEL", 2, 2),
    WIRE("IWB WIRE LEVEL", 3, 3),
    MSI("ITS DEVICEID EVENTID", 3, 3),
    HPPI("PE [DOMAIN]", 1, 2),
    VHPPI("PE", 1, 1),
    PPIHPPI("PE", 1, 1),
    VPPIHPPI("PE", 1, 1),
    SIGNAL("PE", 1, 1),
    CLOCK_STEP("NS", 1, 1),
    INSPECT("VIEW...", 1, LineParser.WORD_LIMIT),
    DIGEST("", 0, 0),
    STATS("", 0, 0),
    QUIT("", 0, 0),
    KVM("VERB...", 0, LineParser.WORD_LIMIT),
    V4("VERB...", 0, LineParser.WORD_LIMIT);

    static final List<String> SPELLINGS = Arrays.stream(values()).map(Verb::spelling).collect(Collectors.toList());

    private static final Verb[] VERBS = values();
    private static final NameTable TABLE = new NameTable(SPELLINGS);

    private final String spelling;
    private final String operands;
    private final int operandsMin;
    private final int operandsMax;

    Verb(final String operands, final int operandsMin, final int operandsMax)
    {
        this.spelling = name().toLowerCase(Locale.ROOT);
        this.operands = operands;
        this.operandsMin = operandsMin;
        this.operandsMax = operandsMax;
    }

    /** Returns the verb that the line begins with, or null. */
    static Verb of(final LineParser line)
    {
        final int index = line.find(0, TABLE);

        return index == NameTable.ABSENT ? null : VERBS[index];
    }

    String spelling()
    {
        return spelling;
    }

    /** Returns the verb with its operands, as the protocol's table writes it. */
    String usage()
    {
        return operands.isEmpty() ? spelling : spelling + ' ' + operands;
    }

    /** Returns whether the verb is one of every machine: memory and queries, not a GICv5's own. */
    boolean isOfEveryMachine()
    {
        return switch (this)
        {
            case MACHINE, READB, READW, READL, READQ, WRITEB, WRITEW, WRITEL, WRITEQ, READ, WRITE, MEMSET, B64READ,
                B64WRITE, ENDIANNESS, INSPECT, DIGEST, STATS, QUIT -> true;
            default -> false;
        };
    }

    boolean takes(final int operandCount)
    {
        return operandCount >= operandsMin && operandCount <= operandsMax;
    }
}
