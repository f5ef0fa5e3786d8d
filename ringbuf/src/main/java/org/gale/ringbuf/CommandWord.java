package org.gale.ringbuf;

/**
 * First word of a command. It holds the opcode and with it the length, so that lanes and journals are walked without
 * the types of commands.
 * <pre>
 *  63    60 59    56 55                                                         0
 *  +-------+--------+------------------------------------------------------------+
 *  |opcode | words  |                 what the opcode says                       |
 *  +-------+--------+------------------------------------------------------------+
 *            words: of RAM and HOST only, the length of the whole command
 * </pre>
 * A zero word is never a command. All methods are pure and accept any word.
 */
public final class CommandWord
{
    /** Limit of the length of a command, in words. */
    public static final int WORD_LIMIT = 8;

    /** Opcode of the base of the intended times and the send time of the batch; 2 words. */
    public static final int TIME = 1;
    /** Opcode of an MSI to ITS 0 with a 20-bit DeviceID and a 16-bit EventID; 1 word. */
    public static final int MSI = 2;
    /** Opcode of a guest's turn; 1 word. */
    public static final int TURN = 3;
    /** Opcode of a change of a PPI, SPI or IWB wire; 2 words. */
    public static final int WIRE = 4;
    /** Opcode of a physical load of up to 8 bytes; 2 words. */
    public static final int LOAD = 5;
    /** Opcode of a physical store of up to 8 bytes; 3 words. */
    public static final int STORE = 6;
    /** Opcode of a GIC instruction; 2 words. */
    public static final int INSN = 7;
    /** Opcode of a read of a system register; 2 words. */
    public static final int SYSR = 8;
    /** Opcode of a write of a system register; 3 words. */
    public static final int SYSW = 9;
    /** Opcode of a run of bytes into RAM; 3 to 8 words. */
    public static final int RAM = 10;
    /** Opcode of a verb of the host with its operands; 2 to 8 words. */
    public static final int HOST = 11;
    /** Opcode of an MSI to any ITS with a 32-bit DeviceID and a 32-bit EventID; {@link #MSI_LONG_WORDS}. */
    public static final int MSI_LONG = 12;
    /** Opcode of a trigger of a vector of a function; 1 word. */
    public static final int TRIGGER = 13;

    /** Length of an MSI_LONG, in words. */
    public static final int MSI_LONG_WORDS = 2;
    /** Length of a TIME, in words. */
    public static final int TIME_WORDS = 2;

    /** Position of the length in the first word of RAM and HOST. */
    public static final int WORDS_SHIFT = 56;

    private static final int OPCODE_SHIFT = 60;
    private static final int NIBBLE = 0xF;
    private static final int RAM_WORDS_MIN = 3;
    private static final int HOST_WORDS_MIN = 2;

    /** Value in the table for a length that the word itself holds; greater than any length. */
    private static final int HELD_BY_WORD = NIBBLE;

    /** Table of lengths, four bits per opcode. Opcodes that are not listed have length 0 and are invalid. */
    private static final long LENGTHS = nibble(TIME, TIME_WORDS) | nibble(MSI, 1) | nibble(TURN, 1) | nibble(WIRE, 2) |
        nibble(LOAD, 2) | nibble(STORE, 3) | nibble(INSN, 2) | nibble(SYSR, 2) | nibble(SYSW, 3) |
        nibble(RAM, HELD_BY_WORD) | nibble(HOST, HELD_BY_WORD) | nibble(MSI_LONG, MSI_LONG_WORDS) |
        nibble(TRIGGER, 1);

    /** Opcodes of the events of devices. */
    private static final int EVENTS = 1 << MSI | 1 << MSI_LONG | 1 << TRIGGER;
    /** Opcodes of the commands of one word. */
    private static final int ONE_WORD = 1 << MSI | 1 << TURN | 1 << TRIGGER;

    static
    {
        assert HELD_BY_WORD > WORD_LIMIT : "a length says that the word holds it";
        assert OPCODE_SHIFT - WORDS_SHIFT == 4 && WORD_LIMIT <= NIBBLE : "a length reaches into the opcode";
        assert TRIGGER <= NIBBLE && TRIGGER << 2 < Long.SIZE : "an opcode has no place in the table";
        assert length((long)MSI << OPCODE_SHIFT) == 1 && length((long)TURN << OPCODE_SHIFT) == 1 : "a hot word is long";
        assert length(0) == 0 : "a zero word is a command";
    }

    private CommandWord()
    {
    }

    /** {@return the opcode of a word, 0 to 15, not all of which begin a command} */
    public static int opcode(final long word)
    {
        return (int)(word >>> OPCODE_SHIFT);
    }

    /** {@return the length in words of the command that begins with a word, 1 to 8, or 0 if none does} */
    public static int length(final long word)
    {
        final int length = (int)(LENGTHS >>> (opcode(word) << 2)) & NIBBLE;

        return length <= WORD_LIMIT ? length : toldLength(word);
    }

    /** Returns whether the word is a complete command: MSI, TURN or TRIGGER. This cheap check is for hot words. */
    static boolean isOneWord(final long word)
    {
        return (ONE_WORD >>> opcode(word) & 1) != 0;
    }

    /** Returns whether a word begins an event of a device: MSI, MSI_LONG or TRIGGER. */
    public static boolean isEvent(final long word)
    {
        return (EVENTS >>> opcode(word) & 1) != 0;
    }

    private static int toldLength(final long word)
    {
        final int length = (int)(word >>> WORDS_SHIFT) & NIBBLE;
        final int least = opcode(word) == RAM ? RAM_WORDS_MIN : HOST_WORDS_MIN;

        return length >= least && length <= WORD_LIMIT ? length : 0;
    }

    private static long nibble(final int opcode, final int words)
    {
        return (long)words << (opcode << 2);
    }
}
