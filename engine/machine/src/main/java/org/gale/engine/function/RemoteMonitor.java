package org.gale.engine.function;

import org.agrona.DirectBuffer;
import org.gale.engine.command.MonitorAnswer;
import org.gale.engine.command.MsixVerb;
import org.gale.engine.machine.FunctionAccounts;
import org.gale.engine.machine.MessagePort;
import org.gale.ringbuf.CommandWord;
import org.gale.tables.memory.StateStream;

/**
 * Monitor beside the machine. Its answer to a command is staged by commands of its own, so that a journal has it, and
 * the command takes it: what the monitor holds and sends from then on. What is owed and neither sent nor held is lost.
 * An answer that no monitor can give is a contradiction, and changes nothing that is held. A command without an answer
 * finds a monitor that does nothing. Owned by the machine's thread.
 * <pre>
 *   ANSWER, ANSWER, ... | TRIGGER, STORE, LOAD or verb
 *   staged              | taken
 * </pre>
 */
final class RemoteMonitor extends MonitorSlot
{
    private final long[] words = new long[MonitorAnswer.WORD_LIMIT];
    private final boolean[] taken = new boolean[MonitorAnswer.MESSAGE_LIMIT];
    private int count;
    /** Number of answers, and the first that is none, or null. Outside of the state: both begin with the machine. */
    private long answers;
    private FunctionAccounts.Contradiction contradiction;

    RemoteMonitor(final MessagePort port, final EventBook book)
    {
        super(port, book);
    }

    @Override
    boolean sendsAtOnce()
    {
        return false;
    }

    @Override
    boolean takesAnswers()
    {
        return true;
    }

    @Override
    FunctionAccounts.Contradiction contradiction()
    {
        return contradiction;
    }

    @Override
    void stage(final DirectBuffer of, final int offset)
    {
        final int first = (int)MsixVerb.operand(of, offset, 0);
        final int added = CommandWord.length(of.getLong(offset)) - 2;
        for (int i = 0; i < added; i++)
        {
            words[first + i] = MsixVerb.operand(of, offset, 1 + i);
        }
        count = first + added;
        answers += first == 0 ? 1 : 0;
    }

    @Override
    void ended()
    {
        for (int i = 0; isWhole() && i < MonitorAnswer.messages(words[0]); i++)
        {
            if (!taken[i])
            {
                final long name = words[MonitorAnswer.messageIndex(i)];
                contradicts((int)(name >>> Integer.SIZE) == MonitorAnswer.OF_PIN ?
                    "SPI " + (int)name + " was raised" :
                    "vector " + (int)name + " of function " + (name >>> Integer.SIZE) + " was sent",
                    " though it may not leave, or nothing had triggered it");
            }
            taken[i] = false;
        }
        count = 0;
    }

    @Override
    void trigger(final MsixFunction function, final int vector)
    {
        boolean isDue = false;
        book.offered++;
        if (!function.isEnabled)
        {
            function.outcomes.notEnabled++;
        }
        else if (function.isOpen(vector))
        {
            isDue = true;
        }
        else if (function.carried.isSet(vector))
        {
            if (function.owedInEventfd.isSet(vector))
            {
                function.outcomes.coalescedAtEventfd++;
                book.merged++;
            }
            function.owedInEventfd.set(vector);
        }
        else
        {
            owePending(function, vector);
        }
        take(function, vector, isDue);
        ended();
    }

    @Override
    void consume(final MsixFunction function, final int vector)
    {
        if (function.owedInEventfd.isSet(vector))
        {
            function.owedInEventfd.clear(vector);
            owePending(function, vector);
        }
        take(function, vector, false);
    }

    @Override
    void release(final MsixFunction function, final int vector)                 // M-MSIXLIVE
    {
        take(function, vector, isDue(function, vector));
    }

    @Override
    void releaseAll(final MsixFunction function)
    {
        final int at = isWhole() ? MonitorAnswer.bitIndex(words[0]) : 0;
        final int each = function.pending.wordCount();
        final boolean isSaid = isWhole() && MonitorAnswer.bitWords(words[0]) == 2 * each;
        for (int vector = 0; vector < function.vectors; vector++)
        {
            final boolean isDue = isDue(function, vector) && !isSent(function, vector);
            final int word = vector / Long.SIZE;
            if (isSaid)
            {
                settle(function, vector, isDue, isBit(words[at + word], vector),
                    isBit(words[at + each + word], vector));
            }
            else
            {
                unsaid(function, vector, isDue);
            }
        }
    }

    @Override
    void changed(final MsixFunction function, final int vector)
    {
        take(function, vector, false);
    }

    @Override
    void restored(final MsixFunction function)
    {
        // The answer says what the monitor holds now, once what may leave has left.
    }

    @Override
    long pendingBits(final MsixFunction function, final int index)
    {
        return isWhole() && MonitorAnswer.bitWords(words[0]) == 1 ? words[MonitorAnswer.bitIndex(words[0])] :
            super.pendingBits(function, index);
    }

    @Override
    long[] image(final MsixFunction function)
    {
        final long[] image = FunctionImage.of(function, true);
        final int bits = function.pending.wordCount();
        for (int i = 0; isWhole() && MonitorAnswer.bitWords(words[0]) == bits && i < bits; i++)
        {
            image[image.length - 2 * bits + i] = words[MonitorAnswer.bitIndex(words[0]) + i] & function.masked.all(i);
        }

        return image;
    }

    @Override
    boolean samples(final LevelPin pin)
    {
        return messageOf(MonitorAnswer.OF_PIN, pin.spi) >= 0;
    }

    @Override
    void held(final LevelPin pin)
    {
        if (isWhole())
        {
            final int state = MonitorAnswer.state(words[0]);
            if ((state & (MonitorAnswer.PENDING | MonitorAnswer.SIGNALLED)) != 0 && !pin.isOwed)
            {
                contradicts("the level of SPI " + pin.spi, " is held though it did not rise");
                return;
            }
            pin.isPending = (state & MonitorAnswer.PENDING) != 0;
            pin.isSignalled = (state & MonitorAnswer.SIGNALLED) != 0;
        }
    }

    @Override
    void state(final StateStream stream)
    {
        count = stream.number("words of an answer", count, 0, MonitorAnswer.WORD_LIMIT);
        for (int i = 0; i < count; i++)
        {
            words[i] = stream.word(words[i]);
        }
    }

    private boolean isWhole()
    {
        return count > 0 && MonitorAnswer.messages(words[0]) <= MonitorAnswer.MESSAGE_LIMIT &&
            MonitorAnswer.words(words[0]) == count;
    }

    private static boolean isBit(final long word, final int vector)
    {
        return (word >>> vector & 1) != 0;
    }

    /** Returns whether what is owed of a vector has to leave now, and books it as gone from where it was. */
    private boolean isDue(final MsixFunction function, final int vector)
    {
        final boolean isPending = function.owedPending.isSet(vector);
        final boolean isSignalled = function.owedInEventfd.isSet(vector);
        if (!function.isOpen(vector) || (!isPending && !isSignalled))
        {
            return false;
        }
        if (isPending && isSignalled)
        {
            coalesceAtMask(function);
        }
        function.owedPending.clear(vector);
        function.owedInEventfd.clear(vector);

        return true;
    }

    /** Takes the answer to a step of one vector. */
    private void take(final MsixFunction function, final int vector, final boolean isDue)
    {
        final boolean isLeft = isDue && !isSent(function, vector);
        if (!isWhole())
        {
            unsaid(function, vector, isLeft);
            return;
        }
        final int state = MonitorAnswer.state(words[0]);
        if (((state & MonitorAnswer.MASKED) != 0) != function.masked.isSet(vector))
        {
            contradicts(name(function, vector),
                function.masked.isSet(vector) ? " is masked, and the answer says it is not" :
                " is not masked, and the answer says it is");
        }
        settle(function, vector, isLeft,
            (state & MonitorAnswer.PENDING) != 0, (state & MonitorAnswer.SIGNALLED) != 0);
    }

    /** Books what a monitor that says nothing leaves as it is. */
    private void unsaid(final MsixFunction function, final int vector, final boolean isDue)
    {
        settle(function, vector, isDue, function.pending.isSet(vector) && !function.isOpen(vector),
            function.signalled.isSet(vector) && !function.isOpen(vector));
    }

    /** Compares what is held by an answer with what is owed; both are equal then. */
    private void settle(final MsixFunction function, final int vector, final boolean isDue, final boolean isPending,
        final boolean isSignalled)
    {
        final boolean isOwedPending = function.owedPending.isSet(vector);
        final boolean isOwedInEventfd = function.owedInEventfd.isSet(vector);
        final boolean isHeld = isPending || isSignalled;
        if (function.isOpen(vector))
        {
            if (isHeld)
            {
                contradicts(name(function, vector), " is open, and the answer holds its event");
                function.owedPending.set(vector, isOwedPending || isDue);       // the account stays whole
                function.pending.set(vector, isOwedPending || isDue);
                return;
            }
            else if (isDue)
            {
                book.loses(name(function, vector), LOST);
            }
        }
        else if (isHeld && !isOwedPending && !isOwedInEventfd)
        {
            contradicts(name(function, vector), INVENTED);
        }
        else if (isPending && !isOwedPending)
        {
            contradicts(name(function, vector), " is held by its pending bit, and its eventfd was not taken");
        }
        else if (isSignalled && !isOwedInEventfd)
        {
            contradicts(name(function, vector), " is held by its eventfd, which was taken or has no event");
        }
        else
        {
            function.pending.set(vector, isPending);
            function.signalled.set(vector, isSignalled);
            check(function, vector);
            return;
        }
        function.pending.set(vector, isOwedPending);
        function.signalled.set(vector, isOwedInEventfd);
    }

    /** Returns whether the answer has a message of a vector, and sends it. */
    private boolean isSent(final MsixFunction function, final int vector)
    {
        final int message = messageOf(function.deviceId, vector);
        if (message < 0)
        {
            return false;
        }
        final long address = words[MonitorAnswer.messageIndex(message) + 1];
        final int data = (int)words[MonitorAnswer.messageIndex(message) + 2];
        if (address != function.address(vector) || data != function.data(vector))
        {
            book.misdirects(name(function, vector), " was sent with a message that it does not have any more");
        }
        final int place = port.placeOf(address);
        if (place != MessagePort.NOWHERE && port.send(place, function.deviceId, data))
        {
            book.sent++;
        }
        else
        {
            function.outcomes.unreachable++;
        }

        return true;
    }

    /** {@return the message of a vector that the answer has and no step took so far; −1 for none} */
    private int messageOf(final int deviceId, final int vector)
    {
        final long name = MonitorAnswer.name(deviceId, vector);
        for (int i = 0; isWhole() && i < MonitorAnswer.messages(words[0]); i++)
        {
            if (words[MonitorAnswer.messageIndex(i)] == name && !taken[i])
            {
                taken[i] = true;

                return i;
            }
        }

        return -1;
    }

    private void contradicts(final String who, final String sentence)
    {
        contradiction = contradiction == null ?
            new FunctionAccounts.Contradiction(who + sentence, answers) : contradiction;
    }
}
