package org.gale.engine.script;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Verbs of a {@code kvm} line, with their operands. */
enum KvmLine
{
    CREATE_VM("", 0, 0),
    CREATE_VCPU("VM ID", 2, 2),
    CREATE_DEVICE("VM TYPE [test]", 2, 3),
    HAS_ATTR("VM GROUP ATTR", 3, 3),
    GET_ATTR("VM GROUP ATTR [null|bad|SPI_ADDR SPI_SIZE LPI_ADDR LPI_SIZE]", 3, 7),
    SET_ATTR("VM GROUP ATTR [VALUE...]", 3, 7),
    IRQ_LINE("VM cpu|spi|ppi VCPU NUM LEVEL", 5, 5),
    LINE("VM VCPU PPI LEVEL", 4, 4),
    RUN("VM VCPU PE", 3, 3),
    EXIT("VM VCPU", 2, 2),
    PUT("VM VCPU", 2, 2),
    BLOCK("VM VCPU", 2, 2),
    PENDING("VM VCPU", 2, 2),
    WOKEN("VM VCPU", 2, 2),
    MMIO("VM r|w OFFSET SIZE [VALUE]", 4, 5),
    COMMAND("VM VCPU NAME", 3, 3),
    FAIL("NAME [N]", 1, 2),
    SAVE("VM FILE", 2, 2),
    RESTORE("VM FILE", 2, 2),
    DESTROY_VM("VM", 1, 1),
    LEAKS("[KEY]", 0, 1),
    MAP_PPI("VM VCPU PPI", 3, 3),
    UNMAP_PPI("VM VCPU PPI", 3, 3);

    static final List<String> SPELLINGS =
        Arrays.stream(values()).map(KvmLine::spelling).collect(Collectors.toList());

    private static final KvmLine[] LINES = values();
    private static final NameTable TABLE = new NameTable(SPELLINGS);

    private final String spelling;
    private final String operands;
    private final int operandsMin;
    private final int operandsMax;

    KvmLine(final String operands, final int operandsMin, final int operandsMax)
    {
        this.spelling = name().toLowerCase(Locale.ROOT);
        this.operands = operands;
        this.operandsMin = operandsMin;
        this.operandsMax = operandsMax;
    }

    /** Returns the verb that stands behind {@code kvm}, or null. */
    static KvmLine of(final LineParser line)
    {
        final int index = line.wordCount() < 2 ? NameTable.ABSENT : line.find(1, TABLE);

        return index == NameTable.ABSENT ? null : LINES[index];
    }

    String spelling()
    {
        return spelling;
    }

    /** Returns the verb with its operands, as the protocol's table writes it. */
    String usage()
    {
        return operands.isEmpty() ? "kvm " + spelling : "kvm " + spelling + ' ' + operands;
    }

    boolean takes(final int operandCount)
    {
        return operandCount >= operandsMin && operandCount <= operandsMax;
    }
}
