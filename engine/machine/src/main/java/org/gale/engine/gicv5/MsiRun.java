package org.gale.engine.gicv5;

import java.util.Arrays;
import org.agrona.DirectBuffer;
import org.gale.engine.command.Commands;
import org.gale.engine.gicv5.irs.EdgeDelivery;
import org.gale.engine.gicv5.irs.Irs;
import org.gale.engine.gicv5.irs.ReadyEvents;
import org.gale.engine.gicv5.its.Its;
import org.gale.engine.machine.CommandDigest;
import org.gale.engine.machine.Outputs;
import org.gale.ringbuf.CommandWord;
import org.gale.ringbuf.CommandWords;

/**
 * Run of MSI commands, applied in two passes: translate all into a scratch array, then make each pending. Errors of a
 * translation are reported in the order of the commands, so outputs do not depend on the end of a run. Owned by the
 * machine's thread.
 */
final class MsiRun implements EventRun
{
    /** Limit of the MSIs that are translated ahead. */
    static final int LIMIT = 1024;

    /** Number of words that are copied together, however short the run is. */
    private static final int COPIED_WORDS = 64;

    private final Outputs outputs;
    private final CommandDigest commandDigest;
    private final Settlement settlement;
    private final Its its;
    private final Irs irs;
    private final EdgeDelivery edges;
    private final int limit;
    /** MSIs of the run, without their times, and behind them the words that are looked at. */
    private final long[] words = new long[LIMIT + COPIED_WORDS];
    private final long[] places = new long[LIMIT];
    private final long[] translations = new long[LIMIT];
    /** Slots of ready LPIs; an event with a slot is not translated. */
    private final long[] slots = new long[LIMIT];
    private final ReadyMap map;
    private final ReadyEvents ready;
    private Runnable onTranslated = () -> { };
    private int count;
    private boolean usesSlots;
    private boolean hasLocated;
    private boolean readsLiveTable;

    MsiRun(final Outputs outputs, final CommandDigest commandDigest, final Settlement settlement,
        final Its its, final Irs irs, final ReadyMap map)
    {
        this.map = map;
        this.ready = irs.ready();
        this.outputs = outputs;
        this.commandDigest = commandDigest;
        this.settlement = settlement;
        this.its = its;
        this.irs = irs;
        this.edges = irs.edges();
        this.limit = its.isCaching() ? 1 : LIMIT;                               // a translation changes the cache
    }

    @Override
    public boolean takes(final long word)
    {
        return CommandWord.opcode(word) == CommandWord.MSI || CommandWord.opcode(word) == CommandWord.TIME;
    }

    @Override
    public void onTranslated(final Runnable probe)
    {
        onTranslated = probe;
    }

    /**
     * Applies the MSIs at an offset, with those after a TIME. Nothing in the machine reads a clock, and at a low rate
     * each few MSIs have a TIME of their own.
     *
     * @return the offset after the last one
     */
    @Override
    public int apply(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final int end = translate(frame, offset, endOffset);
        if (count > 0)
        {
            onTranslated.run();
            deliver();
            commandDigest.addRun(words, count, count);
            if (ready.rankIfDue())
            {
                map.drop();
            }
        }

        return end;
    }

    private void deliver()
    {
        final boolean isReady = usesSlots || ready.takes(count);
        if (!isReady)
        {
            ready.writeBack();
        }
        irs.askedAt(0);                                                         // M-ITSIRS: that of ITS 0
        outputs.beginCommand();                                                 // an MSI rings one doorbell at most
        int done = 0;
        int loaded = 0;
        while (done < count)
        {
            if (done >= loaded)
            {
                loaded = usesSlots ? count : edges.loadAhead(translations, done, count);
            }
            if (translations[done] != 0 || slots[done] != 0)
            {
                done = isReady ? deliverReady(done, loaded) : edges.deliver(translations, done, loaded);
            }
            else
            {
                its.fail(Commands.msiDeviceId(words[done]), Commands.msiEventId(words[done]));
                done++;
            }
            settlement.settle(done);
        }
    }

    private int deliverReady(final int from, final int end)
    {
        final int done = edges.deliverReady(translations, slots, from, end);
        if (done == from && slots[done] != 0)                                   // its event has to go through its entry
        {
            translations[done] = its.translate(Commands.msiDeviceId(words[done]), Commands.msiEventId(words[done]));
            slots[done] = 0;
        }

        return done;
    }

    /**
     * Translates a run of MSIs, the first pass: locates all translations, then loads them. A run ends in front of an
     * MSI whose walk reads a page with a live interrupt state table, because an earlier MSI may change such a page.
     *
     * @return the offset after the last one
     */
    private int translate(final DirectBuffer frame, final int offset, final int endOffset)
    {
        count = 0;
        hasLocated = false;
        usesSlots = ready.hasRanks() && ready.takes((endOffset - offset) >>> 3);
        readsLiveTable = false;
        int at = offset;
        boolean goesOn = true;
        while (goesOn && at < endOffset)
        {
            final int length = Math.min(COPIED_WORDS, (endOffset - at) >>> 3);
            CommandWords.copy(frame, at, words, count, length);
            final int begin = count;
            final int passed = (usesSlots ? locateOrFindSlots(begin + length) : locate(begin, begin + length)) - begin;
            at += passed << 3;
            goesOn = passed >= length && count < limit;
        }
        if (!usesSlots || hasLocated)
        {
            loadEntries();
        }
        if (hasLocated)
        {
            learn();
        }

        return at;
    }

    private void loadEntries()
    {
        for (int i = 0; i < count; i++)
        {
            if (places[i] >= 0)
            {
                translations[i] = its.entryAt(places[i]);
            }
        }
    }

    /**
     * Finds the slots of copied MSIs, and locates the translations of those that have none, one at a time.
     *
     * @return the index of the first word that is not passed
     */
    private int locateOrFindSlots(final int end)
    {
        int at = count;
        boolean goesOn = true;
        while (goesOn)
        {
            final int found = findSlots(at, end);
            at = found < end && count < limit ? locate(found, found + 1) : found;
            goesOn = at > found && at < end && count < limit;
            hasLocated |= at > found;
        }

        return at;
    }

    /**
     * Finds the slots of copied MSIs, up to the first word that has none. Nothing else is done for each of them.
     *
     * @return the index of that word, or the end; one more where a TIME ends after it
     */
    private int findSlots(final int from, final int end)
    {
        final int first = count;
        int found = first;
        int at = from;
        while (at < end && found < limit)
        {
            final long word = words[at] & ~Commands.TIME_MASK;
            final int opcode = CommandWord.opcode(word);
            final long slot = opcode != CommandWord.MSI ? 0 :
                map.slot(Commands.msiDeviceId(word), Commands.msiEventId(word));
            if (slot != 0)
            {
                words[found] = word;
                slots[found++] = slot;
                at++;
            }
            else if (opcode == CommandWord.TIME)
            {
                at += CommandWord.length(word);
            }
            else
            {
                break;
            }
        }
        Arrays.fill(places, first, found, -1);
        Arrays.fill(translations, first, found, 0);
        count = found;

        return at;
    }

    /** Learns the slots of the events that were translated. */
    private void learn()
    {
        for (int i = 0; i < count; i++)
        {
            if (slots[i] == 0 && translations[i] != 0 && !readsLiveTable)
            {
                slots[i] = ready.slotOf(translations[i]);
                if (slots[i] != 0)
                {
                    map.learn(Commands.msiDeviceId(words[i]), Commands.msiEventId(words[i]), slots[i]);
                }
            }
        }
    }

    /** Writes back what is pending, because the walk of the first MSI has read a page that may lag, and walks again. */
    private void walkAgain(final long word)
    {
        readsLiveTable = true;
        ready.writeBack();
        places[0] = its.locate(Commands.msiDeviceId(word), Commands.msiEventId(word));
        if (places[0] < 0)
        {
            translations[0] = its.translate(Commands.msiDeviceId(word), Commands.msiEventId(word));
        }
    }

    /**
     * Locates the translations of copied MSIs. Nothing here may touch a buffer: the compiler then keeps the registers
     * of the ITS that walks read in processor registers.
     *
     * @return the index of the first word that is not passed; one more where a TIME ends after the last
     */
    private int locate(final int from, final int end)
    {
        int located = count;
        int at = from;
        while (at < end && located < limit)
        {
            final long word = words[at] & ~Commands.TIME_MASK;
            if (CommandWord.opcode(word) == CommandWord.MSI)
            {
                words[located] = word;
                slots[located] = 0;
                places[located] = its.locate(Commands.msiDeviceId(word), Commands.msiEventId(word));
                if (places[located] < 0)
                {
                    translations[located] = its.translate(Commands.msiDeviceId(word), Commands.msiEventId(word));
                }
                if (its.hasReadLiveTable())
                {
                    if (located > 0)
                    {
                        break;
                    }
                    walkAgain(word);
                }
                located++;
                at++;
            }
            else if (CommandWord.opcode(word) == CommandWord.TIME)
            {
                at += CommandWord.length(word);
            }
            else
            {
                break;
            }
        }
        count = located;

        return at;
    }
}
