package org.gale.engine.journal;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.agrona.MutableDirectBuffer;
import org.gale.engine.config.NumberText;
import org.gale.engine.config.Outcome;
import org.gale.engine.config.TerminalText;

/**
 * Verdict of a run on itself, written after its last check: the payload of a closing frame, little-endian.
 * <pre>
 *  offset  length
 *    0       4     magic "VERD"
 *    4       2     exit code, 0 to 255
 *    6       1     1 if the journal accepted nothing more before the run had ended, else 0
 *    7       1     number of broken promises that follow, 0 to 8; more than 0 with exit code 7 alone
 *  then each, at a multiple of 8
 *    0       8     number of the command after which it was seen broken
 *    8       2     length of the promise in bytes, 1 to 16
 *   10       2     length of the sentence in bytes, 1 to 448
 *   12             promise and sentence in UTF-8, without control characters; zeros up to a multiple of 8
 * </pre>
 *
 * @param exitCode       exit code of the run alone, before its replay and its reports
 * @param isStoppedShort true if the journal accepted nothing more before the run had ended
 * @param broken         first finding on each broken promise
 */
public record ClosingPayload(int exitCode, boolean isStoppedShort, List<Broken> broken)
{
    /** Limit of the exit code. */
    public static final int EXIT_LIMIT = 256;
    /** Limit of the number of broken promises. Further ones are left out. */
    public static final int BROKEN_LIMIT = 8;
    /** Limit of the bytes of a promise. */
    public static final int PROMISE_LIMIT = 16;
    /** Limit of the bytes of a sentence. A longer one is cut. */
    public static final int SENTENCE_LIMIT = 448;

    private static final int MAGIC = 0x4452_4556;
    private static final int EXIT_OFFSET = Integer.BYTES;
    private static final int SHORT_OFFSET = EXIT_OFFSET + Short.BYTES;
    private static final int COUNT_OFFSET = SHORT_OFFSET + Byte.BYTES;
    private static final int HEADER_LENGTH = COUNT_OFFSET + Byte.BYTES;
    private static final int PROMISE_LENGTH_OFFSET = Long.BYTES;
    private static final int SENTENCE_LENGTH_OFFSET = PROMISE_LENGTH_OFFSET + Short.BYTES;
    private static final int TEXT_OFFSET = SENTENCE_LENGTH_OFFSET + Short.BYTES;
    private static final String CUT = "...";

    static
    {
        assert HEADER_LENGTH == Long.BYTES && MAGIC != (int)Frame.STOPPED_SHORT;
        assert HEADER_LENGTH + BROKEN_LIMIT * length(PROMISE_LIMIT + SENTENCE_LIMIT) <=
            SegmentFormat.CLOSING_PAYLOAD_LIMIT : "no room for the promises";
    }

    /**
     * Makes a verdict. Promises beyond the limit are left out, the first ones stay.
     *
     * @throws IllegalArgumentException if the exit code is out of range, or does not match the promises
     */
    public ClosingPayload
    {
        if (exitCode < 0 || exitCode >= EXIT_LIMIT)
        {
            throw new IllegalArgumentException("exit code " + exitCode + ", expected 0 to " + (EXIT_LIMIT - 1));
        }
        if (broken.isEmpty() == isBroken(exitCode))
        {
            throw new IllegalArgumentException(
                "exit code " + exitCode + " with " + NumberText.counted(broken.size(), "broken promise"));
        }
        broken = List.copyOf(broken.subList(0, Math.min(broken.size(), BROKEN_LIMIT)));
    }

    /** Makes the verdict of a run that came to its end. */
    public ClosingPayload(final int exitCode, final List<Broken> broken)
    {
        this(exitCode, false, broken);
    }

    /**
     * Promise that a run broke.
     *
     * @param promise  such as {@code P13}
     * @param sentence first finding of the run
     * @param sequence number of the command after which it was seen broken
     */
    public record Broken(String promise, String sentence, long sequence)
    {
        /** Makes the promise; texts that are too long are cut, and control characters escaped. */
        public Broken
        {
            promise = cut(TerminalText.line(promise), PROMISE_LIMIT);
            sentence = cut(TerminalText.line(sentence), SENTENCE_LIMIT);
            if (promise.isEmpty() || sentence.isEmpty() || sequence < 0)
            {
                throw new IllegalArgumentException("no promise: '" + promise + "', '" + sentence + "', " + sequence);
            }
        }

        /** Returns promise, sentence and command. */
        public String text()
        {
            return promise + ": " + sentence + "; command " + NumberText.count(sequence);
        }
    }

    /** Returns whether the run broke a promise. */
    public boolean isBroken()
    {
        return !broken.isEmpty();
    }

    /**
     * Returns this verdict for a journal.
     *
     * @param isStopped    true if the journal accepted nothing more before the run had ended
     * @param lastSequence number of its last command, with which a promise is said to be broken that came later
     */
    ClosingPayload of(final boolean isStopped, final long lastSequence)
    {
        return new ClosingPayload(exitCode, isStopped, broken.stream().map(one ->
            new Broken(one.promise, one.sentence, Math.min(one.sequence, lastSequence))).toList());
    }

    /**
     * Encodes the verdict.
     *
     * @param offset in the buffer, a multiple of 8
     * @return the length in bytes
     */
    int encode(final MutableDirectBuffer buffer, final int offset)
    {
        buffer.putInt(offset, MAGIC, LITTLE_ENDIAN);
        buffer.putShort(offset + EXIT_OFFSET, (short)exitCode, LITTLE_ENDIAN);
        buffer.putByte(offset + SHORT_OFFSET, (byte)(isStoppedShort ? 1 : 0));
        buffer.putByte(offset + COUNT_OFFSET, (byte)broken.size());
        int at = offset + HEADER_LENGTH;
        for (final Broken one : broken)
        {
            final byte[] promise = one.promise.getBytes(UTF_8);
            final byte[] sentence = one.sentence.getBytes(UTF_8);
            final int length = length(promise.length + sentence.length);
            buffer.setMemory(at, length, (byte)0);
            buffer.putLong(at, one.sequence, LITTLE_ENDIAN);
            buffer.putShort(at + PROMISE_LENGTH_OFFSET, (short)promise.length, LITTLE_ENDIAN);
            buffer.putShort(at + SENTENCE_LENGTH_OFFSET, (short)sentence.length, LITTLE_ENDIAN);
            buffer.putBytes(at + TEXT_OFFSET, promise);
            buffer.putBytes(at + TEXT_OFFSET + promise.length, sentence);
            at += length;
        }

        return at - offset;
    }

    /**
     * Decodes the payload of a closing frame. An empty one, and one of other words, has no verdict.
     *
     * @param lengthBytes    of the payload
     * @param lastSequence number of the last command of the journal
     * @return the verdict, or null if there is none
     * @throws IllegalArgumentException with the byte of the payload and the finding, if it is no verdict
     */
    static ClosingPayload decode(
        final DirectBuffer buffer, final int offset, final int lengthBytes, final long lastSequence)
    {
        if (lengthBytes < Integer.BYTES || buffer.getInt(offset, LITTLE_ENDIAN) != MAGIC)
        {
            return null;
        }
        check(lengthBytes >= HEADER_LENGTH, 0, NumberText.counted(lengthBytes, "byte"));
        final int exitCode = buffer.getShort(offset + EXIT_OFFSET, LITTLE_ENDIAN) & 0xffff;
        final int shortByte = buffer.getByte(offset + SHORT_OFFSET) & 0xff;
        final int count = buffer.getByte(offset + COUNT_OFFSET) & 0xff;
        check(exitCode < EXIT_LIMIT, EXIT_OFFSET, "exit code " + exitCode);
        check(shortByte <= 1, SHORT_OFFSET, "flag " + shortByte);
        check(count <= BROKEN_LIMIT && (count > 0) == isBroken(exitCode), COUNT_OFFSET,
            NumberText.counted(count, "broken promise") + " with exit code " + exitCode);
        final List<Broken> broken = new ArrayList<>();
        int at = HEADER_LENGTH;
        for (int i = 0; i < count; i++)
        {
            check(lengthBytes - at >= TEXT_OFFSET, at, "promise " + i + " beyond the payload");
            final long sequence = buffer.getLong(offset + at, LITTLE_ENDIAN);
            final int promise = buffer.getShort(offset + at + PROMISE_LENGTH_OFFSET, LITTLE_ENDIAN) & 0xffff;
            final int sentence = buffer.getShort(offset + at + SENTENCE_LENGTH_OFFSET, LITTLE_ENDIAN) & 0xffff;
            check(sequence >= 0 && sequence <= lastSequence, at, "command " + sequence + " of " + lastSequence);
            check(promise > 0 && promise <= PROMISE_LIMIT, at + PROMISE_LENGTH_OFFSET,
                "promise of " + NumberText.counted(promise, "byte"));
            check(sentence > 0 && sentence <= SENTENCE_LIMIT, at + SENTENCE_LENGTH_OFFSET,
                "sentence of " + NumberText.counted(sentence, "byte"));
            final int length = length(promise + sentence);
            check(length <= lengthBytes - at, at, "promise " + i + " beyond the payload");
            broken.add(new Broken(text(buffer, offset, at + TEXT_OFFSET, promise),
                text(buffer, offset, at + TEXT_OFFSET + promise, sentence), sequence));
            for (int end = at + TEXT_OFFSET + promise + sentence; end < at + length; end++)
            {
                check(buffer.getByte(offset + end) == 0, end, "padding that is not zero");
            }
            at += length;
        }
        check(at == lengthBytes, at, NumberText.counted(lengthBytes - at, "byte") + " after the last promise");

        return new ClosingPayload(exitCode, shortByte != 0, broken);
    }

    private static boolean isBroken(final int exitCode)
    {
        return exitCode == Outcome.INVARIANT_BROKEN.exitCode();
    }

    /** Returns the length of a promise in the payload by that of its text. */
    private static int length(final int textBytes)
    {
        return (TEXT_OFFSET + textBytes + Long.BYTES - 1) & -Long.BYTES;
    }

    private static String text(final DirectBuffer buffer, final int offset, final int at, final int lengthBytes)
    {
        final byte[] bytes = new byte[lengthBytes];
        buffer.getBytes(offset + at, bytes);
        try
        {
            final String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            check(!TerminalText.hasControls(text), at, "a text with control characters");

            return text;
        }
        catch (final CharacterCodingException ex)
        {
            throw new IllegalArgumentException("byte " + at + ": a text that is not UTF-8", ex);
        }
    }

    /** Cuts a text to a number of bytes of UTF-8, between two characters. */
    private static String cut(final String text, final int limitBytes)
    {
        final String whole = new String(text.getBytes(UTF_8), UTF_8);           // no half of a surrogate pair
        if (whole.getBytes(UTF_8).length <= limitBytes)
        {
            return whole;
        }
        int end = Math.min(whole.length(), limitBytes - CUT.length());
        while (whole.substring(0, end).getBytes(UTF_8).length > limitBytes - CUT.length() ||
            Character.isHighSurrogate(whole.charAt(end - 1)))
        {
            end--;
        }

        return whole.substring(0, end) + CUT;
    }

    private static void check(final boolean isSound, final int at, final String finding)
    {
        if (!isSound)
        {
            throw new IllegalArgumentException("byte " + at + ": " + finding);
        }
    }
}
