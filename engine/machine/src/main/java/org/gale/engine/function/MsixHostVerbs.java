package org.gale.engine.function;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.MonitorAnswer;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.machine.HostVerbs;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.StateStream;

/** Host verbs of family 3, functions: script.md#functions-and-eventfds. Owned by the machine's thread. */
final class MsixHostVerbs implements HostVerbs
{
    private static final long[] NOTHING = new long[0];
    private static final int HEX = 16;

    private final Functions functions;
    private final MonitorSlot monitor;
    private long[] saved = NOTHING;
    private long[] staged = NOTHING;

    MsixHostVerbs(final Functions functions, final MonitorSlot monitor)
    {
        this.functions = functions;
        this.monitor = monitor;
    }

    @Override
    public String refusal(final DirectBuffer words, final int offset)
    {
        final MsixVerb verb = MsixVerb.of(words.getLong(offset));
        final long number = words.getLong(offset + Long.BYTES);
        if (verb == null)
        {
            return "no such verb";
        }

        return switch (verb)
        {
            case CREATE -> functions.refusal(
                number, MsixVerb.operand(words, offset, 1), MsixVerb.operand(words, offset, 2));
            case CONTROL -> first(noFunction(number), isControl(MsixVerb.operand(words, offset, 1)) &&
                isControl(MsixVerb.operand(words, offset, 2)) ? migrates(number) : "enable and mask are 0 or 1");
            case RESET, CLEAR, RESTORE -> first(noFunction(number), migrates(number));
            case SAVE -> noFunction(number);
            case DESTROY -> first(isRemote(), functions.refusalToDestroy(number));
            case RESTORE_DATA -> number >= 0 && number < FunctionImage.WORD_LIMIT &&
                number + dataWords(words, offset) <= FunctionImage.WORD_LIMIT ? null : "the image is too long";
            case ANSWER -> !monitor.takesAnswers() ? "the monitor answers by itself, unless it is monitor=remote" :
                number >= 0 && number < MonitorAnswer.WORD_LIMIT &&
                number + dataWords(words, offset) <= MonitorAnswer.WORD_LIMIT ? null : "the answer is too long";
            case IMAGE -> null;
            case STATE -> functions.missing(number, MsixVerb.operand(words, offset, 1));
        };
    }

    @Override
    public void execute(final DirectBuffer words, final int offset, final Outputs outputs)
    {
        final MsixVerb verb = MsixVerb.of(words.getLong(offset));
        final long number = MsixVerb.operand(words, offset, 0);
        final MsixFunction function = verb == MsixVerb.CREATE || verb.carriesData() ? null : functions.find(number);
        Errno errno = Errno.OK;
        switch (verb)
        {
            case CREATE -> functions.create((int)number, (int)MsixVerb.operand(words, offset, 1),
                MsixVerb.operand(words, offset, 2));
            case CONTROL -> control(
                function, MsixVerb.operand(words, offset, 1), MsixVerb.operand(words, offset, 2));
            case RESET ->
            {
                monitor.clear(function);
                function.resetTable();
            }
            case CLEAR -> monitor.clear(function);
            case SAVE -> saved = monitor.image(function);
            case DESTROY -> functions.destroy(function);
            case RESTORE_DATA -> stage(words, offset, (int)number);
            case ANSWER -> monitor.stage(words, offset);
            case RESTORE -> errno = restore(function, MsixVerb.operand(words, offset, 1));
            default -> throw new IllegalStateException("a verb without an implementation: " + verb);
        }
        outputs.result(errno.word());
    }

    @Override
    public String query(final DirectBuffer words, final int offset)
    {
        if (MsixVerb.of(words.getLong(offset)) == MsixVerb.IMAGE)
        {
            return imageText();
        }
        final MsixFunction function = functions.find(MsixVerb.operand(words, offset, 0));
        final int vector = (int)MsixVerb.operand(words, offset, 1);

        return "mask=" + bit(function.masked.isSet(vector)) + " pending=" + bit(function.pending.isSet(vector)) +
            " eventfd=" + bit(function.signalled.isSet(vector)) + " route=" + bit(function.routed.isSet(vector));
    }

    @Override
    public long number(final DirectBuffer words, final int offset)
    {
        throw new IllegalStateException("no query that is a number: " + MsixVerb.of(words.getLong(offset)));
    }

    /** Passes the image that is being restored through a stream. */
    void state(final StateStream stream)
    {
        final int count = stream.number("words of an image", staged.length, 0, FunctionImage.WORD_LIMIT);
        staged = count == staged.length ? staged : new long[count];
        stream.words(staged);
    }

    private void control(final MsixFunction function, final long enable, final long mask)
    {
        function.changed();
        function.isEnabled = enable == MsixVerb.UNCHANGED ? function.isEnabled : enable != 0;
        function.isMasked = mask == MsixVerb.UNCHANGED ? function.isMasked : mask != 0;
        monitor.releaseAll(function);
    }

    private void stage(final DirectBuffer words, final int offset, final int first)
    {
        final int count = dataWords(words, offset);
        staged = staged.length < first + count ? Arrays.copyOf(staged, first + count) : staged;
        for (int i = 0; i < count; i++)
        {
            staged[first + i] = MsixVerb.operand(words, offset, 1 + i);
        }
    }

    private Errno restore(final MsixFunction function, final long length)
    {
        final long[] image = staged;
        staged = NOTHING;
        if (image.length != length || !FunctionImage.isOf(function, image))
        {
            return Errno.EINVAL;
        }
        monitor.keep(function, word -> FunctionImage.owed(function, image, word));
        FunctionImage.restore(function, image);
        monitor.restored(function);
        monitor.releaseAll(function);

        return Errno.OK;
    }

    private String imageText()
    {
        final StringBuilder text = new StringBuilder(saved.length * HEX);
        for (final long word : saved)
        {
            text.append(text.isEmpty() ? "" : " ").append(Long.toHexString(word));
        }

        return text.toString();
    }

    private String noFunction(final long number)
    {
        return functions.find(number) == null ? "no function " + Long.toUnsignedString(number) : null;
    }

    /** Returns the reason why a function stays as it is while its VM migrates, or null. */
    private String migrates(final long number)
    {
        final MsixFunction function = functions.find(number);

        return function == null ? null : function.migrates();
    }

    private String isRemote()
    {
        return monitor.takesAnswers() ? MonitorSlot.NO_UNPLUG : null;
    }

    private static int dataWords(final DirectBuffer words, final int offset)
    {
        return CommandWord.length(words.getLong(offset)) - 2;
    }

    private static boolean isControl(final long value)
    {
        return value >= 0 && value <= MsixVerb.UNCHANGED;
    }

    private static String first(final String reason, final String next)
    {
        return reason == null ? next : reason;
    }

    private static char bit(final boolean isSet)
    {
        return isSet ? '1' : '0';
    }
}
