package org.gale.engine.machine;

import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntSupplier;
import java.util.function.IntUnaryOperator;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.gale.tables.field.Field;
import org.gale.tables.field.LongField;

/**
 * Register of a frame, or an array of equal ones: its offset, its fields and the functions behind it. A register that
 * is not present in a machine is RAZ/WI there. Immutable; the functions belong to the model.
 */
public final class FrameRegister
{
    private static final int[] NO_OPERANDS = {};

    private final String name;
    private final int offset;
    private final int count;
    private final List<Field> fields;
    private final List<LongField> wideFields;
    private final boolean wide;
    private final boolean present;
    private final OtherHalf otherHalf;
    private final Reader reader;
    private final Writer writer;
    private final int statusOffset;
    private final int idle;
    private final long action;
    private final int[] operands;

    private FrameRegister(final Place place, final OtherHalf otherHalf, final Reader reader, final Writer writer)
    {
        this.name = place.name;
        this.offset = place.offset;
        this.count = place.count;
        this.fields = place.fields;
        this.wideFields = place.wideFields;
        this.wide = place.wide;
        this.present = place.present;
        this.otherHalf = otherHalf;
        this.reader = reader;
        this.writer = writer;
        this.statusOffset = 0;
        this.idle = 0;
        this.action = 0;
        this.operands = NO_OPERANDS;
    }

    private FrameRegister(
        final FrameRegister other, final int statusOffset, final int idle, final long action, final int[] operands)
    {
        this.name = other.name;
        this.offset = other.offset;
        this.count = other.count;
        this.fields = other.fields;
        this.wideFields = other.wideFields;
        this.wide = other.wide;
        this.present = other.present;
        this.otherHalf = other.otherHalf;
        this.reader = other.reader;
        this.writer = other.writer;
        this.statusOffset = statusOffset;
        this.idle = idle;
        this.action = action;
        this.operands = operands;
    }

    /**
     * Returns the register as one whose write is an operation: an IDLE bit may read 0 until it is complete (B-IRS-1).
     *
     * @param statusOfOperation offset of the register that has the bit
     * @param idleMask          mask of the bit
     * @param actionMask        bits of which one acts if it is written as 1; 0 if every write is an operation
     */
    public FrameRegister operation(final int statusOfOperation, final int idleMask, final long actionMask)
    {
        return new FrameRegister(this, statusOfOperation, idleMask, actionMask, NO_OPERANDS);
    }

    /**
     * Returns the register as one whose operation reads others of its frame, each no operation itself and no array.
     *
     * @param offsets of these registers
     */
    public FrameRegister reads(final int... offsets)
    {
        return new FrameRegister(this, statusOffset, idle, action, offsets.clone());
    }

    /** Returns whether a write of certain bits is an operation. */
    boolean isOperation(final long written)
    {
        return idle != 0 && (action == 0 || (written & action) != 0);
    }

    /** Returns whether the register has its IDLE bit itself, as the CR0 of an IRS, ITS and IWB do. */
    boolean isControl()
    {
        return idle != 0 && statusOffset == offset;
    }

    /** {@return the number of the registers that an operation of this one reads} */
    int operands()
    {
        return operands.length;
    }

    /** {@return the offset of a register that an operation of this one reads} */
    int operand(final int number)
    {
        return operands[number];
    }

    /** {@return the offset of the register with the IDLE bit of this one's operations} */
    int statusOffset()
    {
        return statusOffset;
    }

    /** {@return the mask of the IDLE bit of this register's operations, or 0 if it has none} */
    int idle()
    {
        return idle;
    }

    /** Declares a register of 32 bits. */
    public static Word word(final String name, final int offset, final List<Field> fields)
    {
        return new Word(name, offset, fields);
    }

    /** Declares an array of registers of 32 bits, which follow one another. */
    public static Words words(final String name, final int offset, final List<Field> fields, final int count)
    {
        return new Words(name, offset, fields, count);
    }

    /** Declares a register of 64 bits. */
    public static Wide wide(final String name, final int offset, final List<LongField> fields)
    {
        return new Wide(name, offset, fields);
    }

    /** Returns the name, of an array without an index. */
    public String name()
    {
        return name;
    }

    /**
     * Returns the offset of the register, or of the first of an array.
     *
     * @return an offset in the frame, bytes
     */
    public int offset()
    {
        return offset;
    }

    /** Returns the number of registers: 1 unless it is an array. */
    public int count()
    {
        return count;
    }

    /** Returns the fields of a register of 32 bits; none if views do not show it. */
    public List<Field> fields()
    {
        return fields;
    }

    /** Returns the fields of a register of 64 bits. */
    public List<LongField> wideFields()
    {
        return wideFields;
    }

    /** Returns whether the register has 64 bits. */
    public boolean isWide()
    {
        return wide;
    }

    /** Returns whether the register can be read: true unless it is write-only. */
    public boolean isReadable()
    {
        return reader != null;
    }

    /** Returns whether the register can be written: true unless it is read-only. */
    public boolean isWritable()
    {
        return writer != null;
    }

    boolean isPresent()
    {
        return present;
    }

    int widthBytes()
    {
        return wide ? Long.BYTES : Integer.BYTES;
    }

    int endOffset()
    {
        return offset + count * widthBytes();
    }

    OtherHalf otherHalf()
    {
        return otherHalf;
    }

    long read(final int index)
    {
        return reader.read(index);
    }

    void write(final int index, final long value, final long written)
    {
        writer.write(index, value, written);
    }

    /** Source of the half of a 64-bit register that a 32-bit write leaves alone (M-HALF). */
    public enum OtherHalf
    {
        /** Value that the register holds at the moment. */
        HELD,
        /** Zero, for a register that is cleared by writing 1. */
        ZERO,
        /** Value that was last written, whether it had an effect or not. */
        LAST_WRITTEN,
    }

    /** Write of a register of which some bits act. */
    @FunctionalInterface
    public interface MaskedWriter
    {
        /**
         * Writes the register.
         *
         * @param value   merged value of the whole register
         * @param written mask of the bits that the write carries; a bit outside of it does not act (M-HALF)
         */
        void write(long value, long written);
    }

    /** Write of one register of an array. */
    @FunctionalInterface
    public interface ArrayWriter
    {
        /** Writes the register of an index. */
        void write(int index, int value);
    }

    @FunctionalInterface
    private interface Reader
    {
        long read(int index);
    }

    @FunctionalInterface
    private interface Writer
    {
        void write(int index, long value, long written);
    }

    /** Declaration of a register before its functions are known. */
    private abstract static class Place
    {
        private final String name;
        private final int offset;
        private final int count;
        private final List<Field> fields;
        private final List<LongField> wideFields;
        private final boolean wide;
        private boolean present = true;

        Place(
            final String name,
            final int offset,
            final int count,
            final List<Field> fields,
            final List<LongField> wideFields,
            final boolean wide)
        {
            this.name = name;
            this.offset = offset;
            this.count = count;
            this.fields = fields;
            this.wideFields = wideFields;
            this.wide = wide;
        }

        final void present(final boolean isPresent)
        {
            present = isPresent;
        }

        final FrameRegister register(final Reader reader, final Writer writer)
        {
            return new FrameRegister(this, OtherHalf.ZERO, reader, writer);
        }

        final FrameRegister register(final OtherHalf otherHalf, final Reader reader, final Writer writer)
        {
            return new FrameRegister(this, otherHalf, reader, writer);
        }
    }

    /** Declaration of a register of 32 bits. */
    public static final class Word extends Place
    {
        private Word(final String name, final int offset, final List<Field> fields)
        {
            super(name, offset, 1, fields, List.of(), false);
        }

        /** Makes the register RAZ/WI unless it is present. */
        public Word presentIf(final boolean isPresent)
        {
            present(isPresent);

            return this;
        }

        /** Completes a register that ignores writes. */
        public FrameRegister readOnly(final IntSupplier read)
        {
            return register(index -> read.getAsInt(), null);
        }

        /** Completes a register that reads as zero. */
        public FrameRegister writeOnly(final IntConsumer write)
        {
            return register(null, (index, value, written) -> write.accept((int)value));
        }

        /** Completes a register that reads as zero and ignores writes, because its action is complete at once. */
        public FrameRegister ignored()
        {
            return register(null, (index, value, written) -> { });
        }

        /** Completes a register. */
        public FrameRegister readWrite(final IntSupplier read, final IntConsumer write)
        {
            return register(index -> read.getAsInt(), (index, value, written) -> write.accept((int)value));
        }
    }

    /** Declaration of an array of registers of 32 bits. */
    public static final class Words extends Place
    {
        private Words(final String name, final int offset, final List<Field> fields, final int count)
        {
            super(name, offset, count, fields, List.of(), false);
        }

        /** Completes an array that ignores writes. */
        public FrameRegister readOnly(final IntUnaryOperator read)
        {
            return register(read::applyAsInt, null);
        }

        /** Completes an array. */
        public FrameRegister readWrite(final IntUnaryOperator read, final ArrayWriter write)
        {
            return register(read::applyAsInt, (index, value, written) -> write.write(index, (int)value));
        }
    }

    /** Declaration of a register of 64 bits. */
    public static final class Wide extends Place
    {
        private Wide(final String name, final int offset, final List<LongField> fields)
        {
            super(name, offset, 1, List.of(), fields, true);
        }

        /** Makes the register RAZ/WI unless it is present. */
        public Wide presentIf(final boolean isPresent)
        {
            present(isPresent);

            return this;
        }

        /** Completes a register that ignores writes. */
        public FrameRegister readOnly(final LongSupplier read)
        {
            return register(index -> read.getAsLong(), null);
        }

        /** Completes a register that reads as zero; a half merges with the value last written. */
        public FrameRegister writeOnly(final MaskedWriter write)
        {
            return register(
                OtherHalf.LAST_WRITTEN, null, (index, value, written) -> write.write(value, written));
        }

        /** Completes a register that reads as zero and ignores writes, because its action is complete at once. */
        public FrameRegister ignored()
        {
            return register(null, (index, value, written) -> { });
        }

        /** Completes a register of which no bit acts. */
        public FrameRegister readWrite(final OtherHalf otherHalf, final LongSupplier read, final LongConsumer write)
        {
            return register(
                otherHalf, index -> read.getAsLong(), (index, value, written) -> write.accept(value));
        }

        /** Completes a register with bits that act; a half merges with the value last written. */
        public FrameRegister readWrite(final LongSupplier read, final MaskedWriter write)
        {
            return register(
                OtherHalf.LAST_WRITTEN,
                index -> read.getAsLong(),
                (index, value, written) -> write.write(value, written));
        }
    }
}
