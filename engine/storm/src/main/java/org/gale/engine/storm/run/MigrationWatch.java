package org.gale.engine.storm.run;

import org.agrona.DirectBuffer;
import org.agrona.collections.LongHashSet;
import org.gale.engine.agent.ForwardingObserver;
import org.gale.engine.agent.RunObserver;
import org.gale.engine.command.CommandCursor;
import org.gale.engine.command.Commands;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.storm.latency.LivedLpis;
import org.gale.engine.storm.topology.ItsDeal;
import org.gale.engine.witness.MigrationJudge;
import org.gale.ringbuf.CommandWord;

/**
 * Observer that shows the judge of migrations what is applied on the wall clock: steps, messages that are held, and of
 * each event a message after each migration. It counts what is held. Passes everything on to the next observer. On the
 * engine's thread.
 */
final class MigrationWatch extends ForwardingObserver
{
    private final Steps migrations;
    private final WallVerbs verbs;
    private final MigrationJudge judge;
    private final LivedLpis lived;
    private final CommandCursor cursor = new CommandCursor();
    /** Events of which the judge has seen a message since the last step. */
    private final LongHashSet seen = new LongHashSet();
    private DirectBuffer frame;
    private int from;
    private int to;

    /** Steps of migrations, between which messages are applied. */
    interface Steps
    {
        /** Returns whether a VM migrates, or is about to. */
        boolean isOpen();

        /** Takes in what the judge has found. */
        void judged();

        /** Prepares for a step, and returns whether one is applied next. */
        boolean beforeStep();
    }

    MigrationWatch(final Steps migrations, final WallVerbs verbs, final MigrationJudge judge,
        final LivedLpis lived, final RunObserver next)
    {
        super(next);
        this.migrations = migrations;
        this.verbs = verbs;
        this.judge = judge;
        this.lived = lived;
    }

    @Override
    public void drained(final DirectBuffer drained, final int offset, final int endOffset, final long nowNs)
    {
        super.drained(drained, offset, endOffset, nowNs);
        frame = drained;
        from = offset;
        to = endOffset;
        lived.settle();
        if (migrations.isOpen())
        {
            cursor.wrap(drained, offset, endOffset);
            while (cursor.next())
            {
                hold(cursor.word(), drained.getLong(cursor.nextOffset() - Long.BYTES));
                judge.before(drained, cursor.offset());
            }
        }
    }

    private void hold(final long word, final long operand)
    {
        if (KvmVerb.isHold(word))
        {
            lived.held(Commands.msi((int)(operand >>> Integer.SIZE), (int)operand, 0));
        }
        else if (CommandWord.isEvent(word) && !verbs.isOfFunctions())
        {
            final long event = verbs.event(word, operand);
            if (event != ItsDeal.NO_EVENT && lived.isHeld(event))
            {
                lived.held(event);
            }
        }
    }

    @Override
    public void raised(final long nowNs)
    {
        super.raised(nowNs);
        cursor.wrap(frame, from, to);
        while (cursor.next())
        {
            final boolean isEvent = CommandWord.isEvent(cursor.word());
            final long event = !isEvent ? ItsDeal.NO_EVENT :
                verbs.event(cursor.word(), frame.getLong(cursor.nextOffset() - Long.BYTES)) & ~Commands.TIME_MASK;
            if (verbs.isOfFunctions() && event != ItsDeal.NO_EVENT && isEvent && lived.isHeld(event))
            {
                lived.held(event);                                  // once its function has it
            }
            if (migrations.isOpen() || (isEvent && seen.add(event)))
            {
                judge.applied(frame, cursor.offset());
            }
        }
        migrations.judged();
    }

    @Override
    public void scheduled(final DirectBuffer scheduled, final int offset, final int endOffset, final long nowNs)
    {
        super.scheduled(scheduled, offset, endOffset, nowNs);
        if (migrations.beforeStep())
        {
            seen.clear();
        }
    }
}
