package org.gale.engine.command;

import java.util.Locale;
import org.agrona.MutableDirectBuffer;
import org.gale.ringbuf.CommandWord;

/**
 * Host verbs of family 1, {@code kvm}: number, operands and words of each. Numbers are appended and never reused.
 * <pre>
 *          63    60 59    56 55        48 47        40 39                                 0
 *          +-------+--------+------------+------------+-----------------------------------+
 *  word 0  | 11    | length |     1      |    verb    |       modifier, as the verb says  |
 *          +-------+--------+------------+------------+-----------------+-----------------+
 *  word 1  |                  VM 63:32                |   vCPU 31:16    |  argument 15:0  |
 *          +------------------------------------------+-----------------+-----------------+
 *  word 2… |                              operands, as the verb says                       |
 *          +-------------------------------------------------------------------------------+
 * </pre>
 * Where a verb has no vCPU its argument takes bits 31:0. A number that its field cannot hold is encoded as all ones,
 * which no VM, vCPU or PE has.
 */
public enum KvmVerb
{
    CREATE_VM(1, Names.NOTHING, 0, false, ""),
    /** The id is an operand. */
    CREATE_VCPU(2, Names.VM, 1, false, "VM ID"),
    /** Modifier: {@link #DEVICE_KNOWN} and {@link #DEVICE_TEST}. */
    CREATE_DEVICE(3, Names.VM, 0, false, "VM TYPE [test]"),
    HAS_ATTR(4, Names.ATTRIBUTE, 1, false, "VM GROUP ATTR"),
    GET_ATTR(5, Names.ATTRIBUTE, 1, false, "VM GROUP ATTR [null|bad|SPI_ADDR SPI_SIZE LPI_ADDR LPI_SIZE]"),
    SET_ATTR(6, Names.ATTRIBUTE, 1, false, "VM GROUP ATTR [VALUE...]"),
    /** Modifier: the type at {@link #LINE_TYPE_SHIFT} and the level. */
    IRQ_LINE(7, Names.VCPU, 0, false, "VM cpu|spi|ppi ID NUM LEVEL"),
    /** Modifier: the level. */
    LINE(8, Names.VCPU, 0, false, "VM VCPU PPI LEVEL"),
    RUN(9, Names.VCPU, 0, false, "VM VCPU PE"),
    EXIT(10, Names.VCPU, 0, false, "VM VCPU"),
    PUT(11, Names.VCPU, 0, false, "VM VCPU"),
    BLOCK(12, Names.VCPU, 0, false, "VM VCPU"),
    PENDING(13, Names.VCPU, 0, true, "VM VCPU"),
    WOKEN(14, Names.VCPU, 0, true, "VM VCPU"),
    /** Modifier: the size. One line reads and writes. */
    MMIO_READ(15, Names.VM, 0, false, "mmio", "VM r|w OFFSET SIZE [VALUE]"),
    /** Modifier: the size. */
    MMIO_WRITE(16, Names.VM, 1, false, null),
    COMMAND(17, Names.VCPU, 0, false, "VM VCPU NAME"),
    FAIL(18, Names.NOTHING, 1, false, "NAME [N]"),
    SAVE(19, Names.VM, 0, false, "VM FILE"),
    /** Stages a part of the image that the next RESTORE takes. */
    RESTORE_DATA(20, Names.NOTHING, 0, false, null),
    /** The length of the image is an operand, in words. */
    RESTORE(21, Names.VM, 1, false, "VM FILE"),
    /** The image that the last SAVE made. */
    IMAGE(22, Names.NOTHING, 0, true, null),
    DESTROY_VM(23, Names.VM, 0, false, "VM"),
    LEAKS(24, Names.NOTHING, 0, true, "[KEY]"),
    MAP_PPI(25, Names.VCPU, 0, false, "VM VCPU PPI"),
    UNMAP_PPI(26, Names.VCPU, 0, false, "VM VCPU PPI"),
    /** The place of a vCPU, as {@link KvmPlace} encodes it. */
    PLACE(27, Names.VCPU, 0, true, null),
    /** Modifier: the order in {@link #ORDER_MASK}, a {@link StepFailure} at {@link #FAIL_SHIFT}. */
    MIGRATE(28, Names.VM, 0, false, "VM [order=ORDER] [fail=STEP]"),
    /** The next step of a migration. */
    STEP(29, Names.NOTHING, 0, false, ""),
    /** Holds a message for a VM that migrates: its ITS is the argument, device and event are the operand. */
    HOLD(30, Names.NOTHING, 1, false, null),
    /** Whether a message is to be held: operands as those of HOLD. */
    HELD(31, Names.NOTHING, 1, true, null),
    /** A pass before a migration, which sends pages of tables: it answers with {@link PrecopyPages}. */
    PRECOPY(32, Names.VM, 0, false, "VM");

    /** Family of the HOST commands. */
    public static final int FAMILY = 1;
    /** Limit of the operand words after word 1. */
    public static final int OPERAND_LIMIT = CommandWord.WORD_LIMIT - 2;
    /** Modifier of CREATE_DEVICE: the type is ours. */
    public static final int DEVICE_KNOWN = 1;
    /** Modifier of CREATE_DEVICE: asks for support only. */
    public static final int DEVICE_TEST = 2;
    /** Position of the type in the modifier of IRQ_LINE; the level is bit 0. */
    public static final int LINE_TYPE_SHIFT = 1;
    /** Type of IRQ_LINE that names an SPI. */
    public static final int LINE_TYPE_SPI = 1;
    /** Type of IRQ_LINE that names a PPI. */
    public static final int LINE_TYPE_PPI = 2;

    /** Order in the modifier of MIGRATE. */
    public static final int ORDER_MASK = 0xff;
    /** Position of the {@link StepFailure} in the modifier of MIGRATE. */
    public static final int FAIL_SHIFT = 8;

    private static final KvmVerb[] BY_NUMBER = new KvmVerb[values().length + 1];
    private static final String REPEATED = "...]";
    private static final int OPCODE_SHIFT = 60;
    private static final int FAMILY_SHIFT = 48;
    private static final int VERB_SHIFT = 40;
    private static final int BYTE = 0xff;
    private static final long MODIFIER_MASK = (1L << VERB_SHIFT) - 1;
    private static final int VM_SHIFT = 32;
    private static final int VCPU_SHIFT = 16;
    private static final int HALF_MASK = 0xffff;
    private static final long WORD_MASK = 0xffff_ffffL;

    private final int number;
    private final Names names;
    private final int operands;
    private final boolean query;
    private final String spelling;
    private final String usage;

    /** Fields that word 1 has beside the argument. */
    private enum Names
    {
        NOTHING, VM, VCPU,
        /** A VM; the modifier counts further operands, which are the value. */
        ATTRIBUTE
    }

    static
    {
        for (final KvmVerb verb : values())
        {
            BY_NUMBER[verb.number] = verb;
        }
    }

    KvmVerb(final int number, final Names names, final int operands, final boolean query, final String usage)
    {
        this(number, names, operands, query, null, usage);
    }

    KvmVerb(
        final int number,
        final Names names,
        final int operands,
        final boolean query,
        final String spelling,
        final String usage)
    {
        this.number = number;
        this.names = names;
        this.operands = operands;
        this.query = query;
        this.spelling = spelling == null ? name().toLowerCase(Locale.ROOT) : spelling;
        this.usage = usage;
    }

    /** Returns the verb as a script spells it. */
    public String spelling()
    {
        return spelling;
    }

    /**
     * Returns the operands of the verb's line, as the protocol's table writes them.
     *
     * @return the operands, or null if no line has the verb
     */
    public String usage()
    {
        return usage;
    }

    /** Returns whether a line of the verb may have so many operands; {@code [...]} of the usage are optional. */
    public boolean takes(final int count)
    {
        final int optional = usage.indexOf('[');
        final int least = count(optional < 0 ? usage : usage.substring(0, optional));
        final int most = usage.endsWith(REPEATED) ? least + KvmAttr.VALUE_LIMIT : count(usage);

        return count >= least && count <= most;
    }

    /** Returns the name of an operand of the verb's line, counted from 0. */
    public String operandName(final int index)
    {
        return usage.split(" ", -1)[index];
    }

    /**
     * Returns the verb of a HOST word of this family.
     *
     * @return the verb, or null if there is none of its number
     */
    public static KvmVerb of(final long word0)
    {
        final int number = (int)(word0 >>> VERB_SHIFT) & BYTE;

        return number < BY_NUMBER.length ? BY_NUMBER[number] : null;
    }

    /** Returns whether word 1 of a command names a VM. */
    public boolean hasVm()
    {
        return names != Names.NOTHING;
    }

    /** Returns whether word 1 of a command names a vCPU, next to an argument of 16 bits. */
    public boolean hasVcpu()
    {
        return names == Names.VCPU;
    }

    /** Returns whether the verb changes nothing and is not journaled. */
    public boolean isQuery()
    {
        return query;
    }

    /**
     * Returns the least number of operand words after word 1.
     *
     * @param word0 of a command of the verb
     */
    public int operands(final long word0)
    {
        return names == Names.ATTRIBUTE ? operands + KvmAttr.count(modifier(word0)) : operands;
    }

    /**
     * Writes a command without operands after word 1.
     *
     * @return the offset after the command
     */
    public int encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final long modifier,
        final long vm,
        final long vcpu,
        final long argument)
    {
        buffer.putLong(offset, word0(2, modifier));
        buffer.putLong(offset + Long.BYTES, word1(vm, vcpu, argument));

        return offset + 2 * Long.BYTES;
    }

    /**
     * Writes a command.
     *
     * @param modifier bits 39:0 of word 0
     * @param vm       number of the VM, 0 for a verb that names none
     * @param vcpu     index of the vCPU, without effect for a verb that names none
     * @param argument of at most 16 bits behind a vCPU, else of 32
     * @param further  operands, at most {@link #OPERAND_LIMIT}
     * @return the offset after the command
     */
    public int encode(
        final MutableDirectBuffer buffer,
        final int offset,
        final long modifier,
        final long vm,
        final long vcpu,
        final long argument,
        final long... further)
    {
        final int words = 2 + further.length;
        buffer.putLong(offset, word0(words, modifier));
        buffer.putLong(offset + Long.BYTES, word1(vm, vcpu, argument));
        for (int i = 0; i < further.length; i++)
        {
            buffer.putLong(offset + (2 + i) * Long.BYTES, further[i]);
        }

        return offset + words * Long.BYTES;
    }

    /**
     * Writes a command by which user space drives the line of an SPI.
     *
     * @return the offset after the command
     */
    public static int lineOfSpi(
        final MutableDirectBuffer buffer, final int offset, final int vm, final int spi, final boolean isHigh)
    {
        return IRQ_LINE.encode(buffer, offset, (long)LINE_TYPE_SPI << LINE_TYPE_SHIFT | (isHigh ? 1 : 0), vm, 0, spi);
    }

    /** Returns the number of operand words after word 1. */
    public static int operandCount(final long word0)
    {
        return CommandWord.length(word0) - 2;
    }

    /**
     * Returns whether a word begins a command that holds a message. On the wall clock its modifier has the time of the
     * message, as an MSI has it.
     */
    public static boolean isHold(final long word0)
    {
        return CommandWord.opcode(word0) == CommandWord.HOST && Commands.hostFamily(word0) == FAMILY &&
            of(word0) == HOLD;
    }

    /** Returns bits 39:0 of word 0. */
    public static long modifier(final long word0)
    {
        return word0 & MODIFIER_MASK;
    }

    /**
     * Returns the number of a VM, not negative.
     *
     * @return the number, or {@link Integer#MAX_VALUE} for one that no VM has
     */
    public static int vm(final long word1)
    {
        return (int)Math.min(word1 >>> VM_SHIFT, Integer.MAX_VALUE);
    }

    /**
     * Returns the index of a vCPU.
     *
     * @return an index, 0 to 65,535
     */
    public static int vcpu(final long word1)
    {
        return (int)(word1 >>> VCPU_SHIFT) & HALF_MASK;
    }

    /** Returns an argument of 16 bits. */
    public static int argument16(final long word1)
    {
        return (int)word1 & HALF_MASK;
    }

    /** Returns an argument of 32 bits, unsigned. */
    public static long argument32(final long word1)
    {
        return word1 & WORD_MASK;
    }

    private static int count(final String usage)
    {
        return usage.isBlank() ? 0 : usage.split(" ").length;
    }

    private long word0(final int words, final long modifier)
    {
        return (long)CommandWord.HOST << OPCODE_SHIFT | (long)words << CommandWord.WORDS_SHIFT |
            (long)FAMILY << FAMILY_SHIFT | (long)number << VERB_SHIFT | (modifier & MODIFIER_MASK);
    }

    private long word1(final long vm, final long vcpu, final long argument)
    {
        return clamp(vm, WORD_MASK) << VM_SHIFT | (hasVcpu() ?
            clamp(vcpu, HALF_MASK) << VCPU_SHIFT | clamp(argument, HALF_MASK) : clamp(argument, WORD_MASK));
    }

    private static long clamp(final long value, final long max)
    {
        return Long.compareUnsigned(value, max) < 0 ? value : max;
    }
}
