package org.gale.engine.command;

import org.agrona.MutableDirectBuffer;
import org.gale.ringbuf.CommandWord;

/**
 * Typed form of command words, the same on the lane and in the journal. Each encoder writes one command at an offset
 * and returns the offset after it; the rest are the fields of the words. The low 24 bits of the first word are
 * nanoseconds since the lane's last TIME.
 * <pre>
 *            63  60 59                  44 43        40 39          24 23         0
 *  TIME      | 1  |            base of the intended times, ns 59:0              |  send time, ns
 *  MSI       | 2  |  DeviceID 59:40            | EventID 39:24      |   time    |
 *  TURN      | 3  |  PE 59:44         | budget 43:28 | group 27 |  0   |   time    |
 *  WIRE      | 4  | kind 59:58, level 57 | PE, IWB 55:40 |  0        |   time    |  id of the wire
 *  LOAD      | 5  | log2 size 59:58   |           0                  |   time    |  address
 *  STORE     | 6  | log2 size 59:58   |           0                  |   time    |  address | value
 *  INSN      | 7  |  PE 59:44         | EL 43:40   | code 39:24      |   time    |  operand
 *  SYSR      | 8  |  PE 59:44         | EL 43:40   |  0              |   time    |  code
 *  SYSW      | 9  |  PE 59:44         | EL 43:40   |  0              |   time    |  code | value
 *  RAM       | 10 | words 59:56 | bytes 55:48 |     0                |   time    |  address | bytes …
 *  HOST      | 11 | words 59:56 | family 55:48 | verb 47:40 |    operands 39:0       |  operands …
 *  MSI_LONG  | 12 |  ITS 59:52        |           0                  |   time    |  DeviceID 63:32, EventID 31:0
 *  TRIGGER   | 13 |  function 59:40            |  0  | vector 34:24 |   time    |
 * </pre>
 */
public final class Commands
{
    /** Mask of the time in the first word of every command but TIME. */
    public static final long TIME_MASK = 0xff_ffffL;
    /** Kind of a WIRE: a private peripheral interrupt. */
    public static final int WIRE_PPI = 0;
    /** Kind of a WIRE: a shared peripheral interrupt. */
    public static final int WIRE_SPI = 1;
    /** Kind of a WIRE: a wire of a bridge. */
    public static final int WIRE_IWB = 2;
    /** EL of an access: EL1 with the virtual domain current. */
    public static final int VEL1 = 9;
    /** Limit of the bytes of a RAM command. */
    public static final int RAM_BYTES_LIMIT = 48;
    /** The largest budget of a TURN of one guest. */
    public static final int TURN_BUDGET_LIMIT = 1024;
    /** The largest budget, for each guest, of a TURN of a group. */
    public static final int TURN_GROUP_BUDGET_LIMIT = 128;
    /** Number of PEs of a group, of which a TURN gives those a turn that are signalled. */
    public static final int TURN_GROUP_PES = 64;
    /** Limit that the DeviceID of an MSI is below. */
    public static final int MSI_DEVICE_LIMIT = 1 << 20;
    /** Limit that the EventID of an MSI is below. */
    public static final int MSI_EVENT_LIMIT = 1 << 16;
    /** Limit that the vector of a TRIGGER is below. */
    public static final int VECTOR_LIMIT = 1 << 11;
    /** ITS of an event that names none: a TRIGGER. No ITS has this number. */
    public static final int NO_ITS = 1 << 8;

    private static final int OPCODE_SHIFT = 60;
    private static final int PE_SHIFT = 44;
    private static final long TURN_GROUP = 1L << 27;
    private static final long BASE_MASK = -1L >>> 4;

    static
    {
        assert (long)(MSI_DEVICE_LIMIT - 1) << 40 < 1L << OPCODE_SHIFT : "a DeviceID reaches into the opcode";
        assert (long)(MSI_EVENT_LIMIT - 1) << 24 < 1L << 40 : "an EventID reaches into the DeviceID";
        assert TIME_MASK < TURN_GROUP : "a time reaches into the mark of a group";
        assert (long)TURN_BUDGET_LIMIT << 28 < 1L << PE_SHIFT : "a budget reaches into the PE";
        assert TURN_GROUP < 1L << 28 : "the mark of a group reaches into the budget";
        assert TURN_GROUP_BUDGET_LIMIT <= TURN_BUDGET_LIMIT;
        assert TURN_GROUP_PES == Long.SIZE : "a set of PEs is scanned by words";
        assert RAM_BYTES_LIMIT % Long.BYTES == 0;
        assert BASE_MASK >>> OPCODE_SHIFT == 0 : "a base reaches into the opcode";
    }

    private Commands()
    {
    }

    /**
     * Writes a TIME command: base of the intended times and send time of a batch, ns.
     *
     * @return the offset after the command
     */
    public static int time(final MutableDirectBuffer buffer, final int offset, final long baseNs, final long sendNs)
    {
        return put(buffer, offset, timeWord(baseNs), sendNs);
    }

    /**
     * Returns the first word of a TIME; the second word is the send time.
     *
     * @return the encoded word
     */
    public static long timeWord(final long baseNs)
    {
        return ((long)CommandWord.TIME << OPCODE_SHIFT) | (baseNs & BASE_MASK);
    }

    /**
     * Returns the word of an MSI to ITS 0.
     *
     * @return the encoded word
     */
    public static long msi(final int deviceId, final int eventId, final int timeNs)
    {
        return ((long)CommandWord.MSI << OPCODE_SHIFT) | ((long)deviceId << 40) | ((long)eventId << 24) | timeNs;
    }

    /**
     * Returns the word of a trigger of a vector.
     *
     * @param function DeviceID of the function
     * @param vector   below {@link #VECTOR_LIMIT}
     * @param timeNs   since the base of its batch, within {@link #TIME_MASK}
     * @return the encoded word
     */
    public static long trigger(final int function, final int vector, final int timeNs)
    {
        return ((long)CommandWord.TRIGGER << OPCODE_SHIFT) | ((long)function << 40) | ((long)vector << 24) | timeNs;
    }

    /** Returns the vector of a TRIGGER; its function is where an MSI has the DeviceID. */
    public static int vector(final long word)
    {
        return (int)(word >>> 24) & (VECTOR_LIMIT - 1);
    }

    /**
     * Writes an MSI to any ITS at time 0, in one word where its ids fit.
     *
     * @return the offset after the command
     */
    public static int message(
        final MutableDirectBuffer buffer, final int offset, final int its, final int deviceId, final int eventId)
    {
        final boolean isShort = its == 0 && Integer.compareUnsigned(deviceId, MSI_DEVICE_LIMIT) < 0 &&
            Integer.compareUnsigned(eventId, MSI_EVENT_LIMIT) < 0;
        if (!isShort)
        {
            return msiLong(buffer, offset, its, deviceId, eventId);
        }
        buffer.putLong(offset, msi(deviceId, eventId, 0));

        return offset + Long.BYTES;
    }

    /**
     * Writes an MSI to any ITS, with ids of 32 bits.
     *
     * @return the offset after the command
     */
    public static int msiLong(
        final MutableDirectBuffer buffer, final int offset, final int its, final int deviceId, final int eventId)
    {
        return put(buffer, offset, msiLongWord(its, 0), ((long)deviceId << 32) | Integer.toUnsignedLong(eventId));
    }

    /**
     * Returns the first word of an MSI to any ITS.
     *
     * @param timeNs since the base of its batch, within {@link #TIME_MASK}
     * @return the encoded word
     */
    public static long msiLongWord(final int its, final long timeNs)
    {
        return ((long)CommandWord.MSI_LONG << OPCODE_SHIFT) | ((long)its << 52) | timeNs;
    }

    /**
     * Returns the word of a guest's turn.
     *
     * @return the encoded word
     */
    public static long turn(final int pe, final int budget)
    {
        return ((long)CommandWord.TURN << OPCODE_SHIFT) | ((long)pe << PE_SHIFT) | ((long)budget << 28);
    }

    /**
     * Returns the word of the turns of a group of {@link #TURN_GROUP_PES} PEs. Each guest of the group that is
     * signalled when the command is applied gets a turn, in the order of the PEs.
     *
     * @param firstPe of the group
     * @param budget  limit of each guest, 1 to {@link #TURN_GROUP_BUDGET_LIMIT}
     * @return the encoded word
     */
    public static long turns(final int firstPe, final int budget)
    {
        return turn(firstPe, budget) | TURN_GROUP;
    }

    /**
     * Writes a wire's new level.
     *
     * @param owner the PE or the bridge
     * @param high  true to raise the wire, false to lower it
     * @return the offset after the command
     */
    public static int wire(
        final MutableDirectBuffer buffer,
        final int offset,
        final int kind,
        final int owner,
        final int id,
        final boolean high)
    {
        return put(buffer, offset, ((long)CommandWord.WIRE << OPCODE_SHIFT) | ((long)kind << 58) |
            (high ? 1L << 57 : 0) | ((long)owner << 40), Integer.toUnsignedLong(id));
    }

    /**
     * Writes a physical load of 1, 2, 4 or 8 bytes.
     *
     * @return the offset after the command
     */
    public static int load(
        final MutableDirectBuffer buffer, final int offset, final long address, final int sizeBytes)
    {
        return put(buffer, offset, access(CommandWord.LOAD, sizeBytes), address);
    }

    /**
     * Writes a physical store of 1, 2, 4 or 8 bytes.
     *
     * @return the offset after the command
     */
    public static int store(
        final MutableDirectBuffer buffer, final int offset, final long address, final int sizeBytes, final long value)
    {
        final int next = put(buffer, offset, access(CommandWord.STORE, sizeBytes), address);
        buffer.putLong(next, value);

        return next + Long.BYTES;
    }

    /**
     * Writes a GIC instruction that is defined at its EL.
     *
     * @return the offset after the command
     */
    public static int insn(
        final MutableDirectBuffer buffer,
        final int offset,
        final int pe,
        final int el,
        final int code,
        final long operand)
    {
        return put(buffer, offset, ofPe(CommandWord.INSN, pe, el) | ((long)code << 24), operand);
    }

    /**
     * Writes a read of a register that is readable at the EL.
     *
     * @return the offset after the command
     */
    public static int sysr(
        final MutableDirectBuffer buffer, final int offset, final int pe, final int el, final int code)
    {
        return put(buffer, offset, ofPe(CommandWord.SYSR, pe, el), code);
    }

    /**
     * Writes a write of a register that is writable at the EL.
     *
     * @return the offset after the command
     */
    public static int sysw(
        final MutableDirectBuffer buffer,
        final int offset,
        final int pe,
        final int el,
        final int code,
        final long value)
    {
        final int next = put(buffer, offset, ofPe(CommandWord.SYSW, pe, el), code);
        buffer.putLong(next, value);

        return next + Long.BYTES;
    }

    /**
     * Writes a run of 1 to {@link #RAM_BYTES_LIMIT} bytes to be stored into RAM.
     *
     * @return the offset after the command
     */
    public static int ram(
        final MutableDirectBuffer buffer,
        final int offset,
        final long address,
        final byte[] source,
        final int sourceOffset,
        final int lengthBytes)
    {
        final int dataWords = (lengthBytes + Long.BYTES - 1) >>> 3;
        int next = put(buffer, offset, ((long)CommandWord.RAM << OPCODE_SHIFT) |
            ((long)(2 + dataWords) << CommandWord.WORDS_SHIFT) | ((long)lengthBytes << 48), address);
        for (int word = 0; word < dataWords; word++)
        {
            long value = 0;
            for (int i = 0; i < Long.BYTES && (word << 3) + i < lengthBytes; i++)
            {
                value |= (source[sourceOffset + (word << 3) + i] & 0xffL) << (i << 3);
            }
            buffer.putLong(next, value);
            next += Long.BYTES;
        }

        return next;
    }

    /** Returns the base of the intended times of a batch, ns. */
    public static long baseNs(final long word)
    {
        return word & BASE_MASK;
    }

    /** Returns the DeviceID of an MSI, or the function of a TRIGGER. */
    public static int msiDeviceId(final long word)
    {
        return (int)(word >>> 40) & (MSI_DEVICE_LIMIT - 1);
    }

    /** Returns the EventID of an MSI. */
    public static int msiEventId(final long word)
    {
        return (int)(word >>> 24) & (MSI_EVENT_LIMIT - 1);
    }

    public static int pe(final long word)
    {
        return (int)(word >>> PE_SHIFT) & 0xffff;
    }

    /** Returns whether a TURN is that of a group of PEs, of which {@link #pe} is the first. */
    public static boolean isTurnOfGroup(final long word)
    {
        return (word & TURN_GROUP) != 0;
    }

    /** Returns the budget of a TURN as it is encoded. */
    static int budget(final long word)
    {
        return (int)(word >>> 28) & 0xffff;
    }

    /**
     * Returns the number of interrupts that a guest may take in a TURN.
     *
     * @return a count, up to {@link #TURN_BUDGET_LIMIT}, or {@link #TURN_GROUP_BUDGET_LIMIT} where it is of a group
     */
    public static int turnBudget(final long word)
    {
        return Math.min(budget(word), isTurnOfGroup(word) ? TURN_GROUP_BUDGET_LIMIT : TURN_BUDGET_LIMIT);
    }

    public static int el(final long word)
    {
        return (int)(word >>> 40) & 15;
    }

    public static int code(final long word)
    {
        return (int)(word >>> 24) & 0xffff;
    }

    public static int sizeBytes(final long word)
    {
        return 1 << ((int)(word >>> 58) & 3);
    }

    public static int ramBytes(final long word)
    {
        return (int)(word >>> 48) & 0xff;
    }

    public static int wireKind(final long word)
    {
        return (int)(word >>> 58) & 3;
    }

    public static boolean isWireHigh(final long word)
    {
        return (word & (1L << 57)) != 0;
    }

    public static int wireOwner(final long word)
    {
        return (int)(word >>> 40) & 0xffff;
    }

    /** Returns the number of the ITS of an MSI_LONG. */
    public static int longMsiIts(final long word)
    {
        return (int)(word >>> 52) & 0xff;
    }

    /**
     * {@return the ITS of an MSI or MSI_LONG; {@link #NO_ITS} for a TRIGGER, whose vector has the address}
     */
    public static int eventIts(final long word)
    {
        final int opcode = CommandWord.opcode(word);

        return opcode == CommandWord.MSI_LONG ? longMsiIts(word) : opcode == CommandWord.TRIGGER ? NO_ITS : 0;
    }

    /**
     * {@return DeviceID and EventID of an event, as the second word of a MSI_LONG has them; function and vector of a
     * TRIGGER}
     *
     * @param second word of a MSI_LONG; any of another event
     */
    public static long eventIds(final long word, final long second)
    {
        return CommandWord.opcode(word) == CommandWord.MSI_LONG ? second :
            (long)msiDeviceId(word) << Integer.SIZE | msiEventId(word);
    }

    /** Returns the family of the verb of a HOST command. */
    public static int hostFamily(final long word)
    {
        return (int)(word >>> 48) & 0xff;
    }

    /** Returns the number of the verb of a HOST command, within its family. */
    static int hostVerb(final long word)
    {
        return (int)(word >>> 40) & 0xff;
    }

    private static long access(final int opcode, final int sizeBytes)
    {
        return ((long)opcode << OPCODE_SHIFT) | ((long)Integer.numberOfTrailingZeros(sizeBytes) << 58);
    }

    private static long ofPe(final int opcode, final int pe, final int el)
    {
        return ((long)opcode << OPCODE_SHIFT) | ((long)pe << PE_SHIFT) | ((long)el << 40);
    }

    private static int put(final MutableDirectBuffer buffer, final int offset, final long first, final long second)
    {
        buffer.putLong(offset, first);
        buffer.putLong(offset + Long.BYTES, second);

        return offset + 2 * Long.BYTES;
    }
}
