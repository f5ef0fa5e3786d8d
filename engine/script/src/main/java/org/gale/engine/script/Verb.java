package org.gale.engine.script;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Verbs of the line protocol, with operands, reply and errors: the one declaration from which {@code help} answers and
 * {@code script.md} is generated.
 */
enum Verb
{
    MACHINE("KEY=VALUE...", 0, LineParser.MACHINE_WORD_LIMIT,
        "OK; another machine than the default",
        "FAIL unless only notices and help come before it, and every key and value is right"),
    READB("ADDR", 1, 1,
        "OK VALUE: 1 byte of RAM or of a register frame",
        "FAIL unmapped where neither is"),
    READW("ADDR", 1, 1,
        "OK VALUE: 2 bytes of RAM or of a register frame",
        "FAIL unmapped where neither is"),
    READL("ADDR", 1, 1,
        "OK VALUE: 4 bytes of RAM or of a register frame",
        "FAIL unmapped where neither is"),
    READQ("ADDR", 1, 1,
        "OK VALUE: 8 bytes of RAM or of a register frame",
        "FAIL unmapped where neither is"),
    WRITEB("ADDR VALUE", 2, 2,
        "OK; stores 1 byte",
        "FAIL unmapped where neither RAM nor a register frame is"),
    WRITEW("ADDR VALUE", 2, 2,
        "OK; stores 2 bytes",
        "FAIL unmapped where neither RAM nor a register frame is"),
    WRITEL("ADDR VALUE", 2, 2,
        "OK; stores 4 bytes",
        "FAIL unmapped where neither RAM nor a register frame is"),
    WRITEQ("ADDR VALUE", 2, 2,
        "OK; stores 8 bytes",
        "FAIL unmapped where neither RAM nor a register frame is"),
    READ("ADDR SIZE", 2, 2,
        "OK 0xHEX: a block of RAM in address order",
        "FAIL unmapped unless all of it is RAM; at most 1 MiB"),
    WRITE("ADDR SIZE 0xHEX", 3, 3,
        "OK; stores a block, two hex digits a byte",
        "FAIL unmapped unless all of it is RAM; at most 1 MiB"),
    MEMSET("ADDR SIZE BYTE", 3, 3,
        "OK; stores one byte SIZE times",
        "FAIL unmapped unless all of it is RAM; at most 1 MiB"),
    B64READ("ADDR SIZE", 2, 2,
        "OK BASE64: a block of RAM",
        "FAIL unmapped unless all of it is RAM; at most 1 MiB"),
    B64WRITE("ADDR SIZE BASE64", 3, 3,
        "OK; stores a block given in base64",
        "FAIL unmapped unless all of it is RAM; at most 1 MiB"),
    ENDIANNESS("", 0, 0,
        "OK little",
        ""),
    INSN("PE EL NAME [OPERAND]", 3, 4,
        "OK, or OK VALUE from an instruction with a result",
        "FAIL undefined at that EL; FAIL for a PE that does not exist"),
    SYSR("PE EL NAME", 3, 3,
        "OK VALUE: a system register",
        "FAIL undefined at that EL; FAIL for a PE that does not exist"),
    SYSW("PE EL NAME VALUE", 4, 4,
        "OK; writes a system register",
        "FAIL undefined at that EL, or read-only; FAIL for a PE that does not exist"),
    PPI("PE ID LEVEL", 3, 3,
        "OK; drives the wire of a PPI, LEVEL 0 or 1",
        "FAIL for a PE that does not exist"),
    SPI("ID LEVEL", 2, 2,
        "OK; drives the wire of an SPI, LEVEL 0 or 1",
        "FAIL for an SPI that does not exist"),
    WIRE("IWB WIRE LEVEL", 3, 3,
        "OK; drives a wire of an IWB, LEVEL 0 or 1",
        "FAIL for an IWB that does not exist"),
    MSI("ITS DEVICEID EVENTID", 3, 3,
        "OK; a device's write to the TRANSLATE frame of that ITS",
        "FAIL for an ITS that does not exist"),
    HPPI("PE [DOMAIN]", 1, 2,
        "OK none, or OK TYPE ID PRIORITY: the candidate that the IRS forwards",
        "FAIL for a PE or a domain that does not exist"),
    VHPPI("PE", 1, 1,
        "OK none, or OK TYPE ID PRIORITY: the candidate of the resident VPE",
        "FAIL for a PE that does not exist"),
    PPIHPPI("PE", 1, 1,
        "OK none, or OK PPI ID PRIORITY: the best physical PPI",
        "FAIL for a PE that does not exist"),
    VPPIHPPI("PE", 1, 1,
        "OK none, or OK PPI ID PRIORITY: the best virtual PPI",
        "FAIL for a PE that does not exist"),
    SIGNAL("PE", 1, 1,
        "OK irq=0|1 fiq=0|1 virq=0|1 vfiq=0|1",
        "FAIL for a PE that does not exist"),
    CLOCK_STEP("NS", 1, 1,
        "OK; advances the clock",
        "FAIL beyond 2^60 ns"),
    INSPECT("VIEW...", 1, LineParser.MACHINE_WORD_LIMIT,
        "OK {json}: a view of 'gale inspect'",
        "FAIL with the reason for a view or an object that does not exist"),
    EXPLAIN("FIELD | msi DEVICEID EVENTID [ITS] | function N vector V", 1, 4,
        "OK {json}: where an interrupt is and what keeps it from its PE, in one to eight lines",
        "FAIL with the reason for what does not exist"),
    DIGEST("", 0, 0,
        "OK VALUE: digest of all architectural state",
        ""),
    STATS("", 0, 0,
        "OK {json}: accounting and counters",
        ""),
    NOTICES("on|off", 1, 1,
        "OK; on: a line '! P1 SENTENCE' comes before the reply of a command at which Gale finds a broken promise",
        "FAIL for another word"),
    HELP("[VERB | machine KEY | kvm VERB | v4 VERB | msix VERB | irqfd VERB]", 0, 2,
        "OK and the names of the verbs, of those of kvm, v4, msix or irqfd, or operands, reply and errors of one",
        "FAIL with the nearest name for a verb or key that does not exist"),
    QUIT("", 0, 0,
        "OK; the session ends",
        ""),
    KVM("VERB...", 0, LineParser.MACHINE_WORD_LIMIT,
        "OK and the answer of a kernel",
        "FAIL on a GICv4 host"),
    MSIX("VERB...", 0, LineParser.MACHINE_WORD_LIMIT,
        "OK and the answer; functions with MSI-X vectors",
        "FAIL with the reason"),
    IRQFD("VERB...", 0, LineParser.MACHINE_WORD_LIMIT,
        "OK and the answer; eventfds and their routes",
        "FAIL with the reason"),
    V4("VERB...", 0, LineParser.MACHINE_WORD_LIMIT,
        "OK and the answer of a host",
        "FAIL unless the machine is a GICv4 host, which 'v4 host' makes of it");

    static final List<String> SPELLINGS = Arrays.stream(values()).map(Verb::spelling).collect(Collectors.toList());

    private static final Verb[] VERBS = values();
    private static final NameTable TABLE = new NameTable(SPELLINGS);

    private final String spelling;
    private final String operands;
    private final int operandsMin;
    private final int operandsMax;
    private final String reply;
    private final String errors;

    Verb(
        final String operands,
        final int operandsMin,
        final int operandsMax,
        final String reply,
        final String errors)
    {
        this.spelling = name().toLowerCase(Locale.ROOT);
        this.operands = operands;
        this.operandsMin = operandsMin;
        this.operandsMax = operandsMax;
        this.reply = reply;
        this.errors = errors;
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

    /** Returns what {@code help} and the page say about the verb. */
    VerbHelp help()
    {
        return new VerbHelp(spelling, usage(), reply, errors);
    }

    /** Returns whether the verb is one of the session, which needs no machine. */
    boolean isOfNoMachine()
    {
        return this == MACHINE || this == QUIT || this == HELP || this == NOTICES;
    }

    /** Returns whether the verb is one of every machine: memory and queries, not a GICv5's own. */
    boolean isOfEveryMachine()
    {
        return switch (this)
        {
            case MACHINE, READB, READW, READL, READQ, WRITEB, WRITEW, WRITEL, WRITEQ, READ, WRITE, MEMSET, B64READ,
                B64WRITE, ENDIANNESS, INSPECT, EXPLAIN, DIGEST, STATS, NOTICES, HELP,
                QUIT, MSIX, IRQFD -> true;
            default -> false;
        };
    }

    /** Returns whether the verb shows the inside of a machine, of which its keys are a part. */
    boolean showsInside()
    {
        return this == INSPECT || this == DIGEST || this == STATS || this == EXPLAIN;
    }

    boolean takes(final int operandCount)
    {
        return operandCount >= operandsMin && operandCount <= operandsMax;
    }
}
