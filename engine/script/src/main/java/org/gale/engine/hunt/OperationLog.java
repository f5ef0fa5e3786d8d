package org.gale.engine.hunt;

import java.util.ArrayList;
import java.util.List;
import org.gale.engine.machine.LateOperation;
import org.gale.engine.machine.OperationObserver;

/** Log of the operations of a session: when each began and took effect. Owned by the thread of the session. */
final class OperationLog implements OperationObserver
{
    /** Limit of the operations that are kept; the others are counted alone. */
    static final int LIMIT = 1 << 16;

    /** Limit of the reads of tables, and of the software errors, that are kept. */
    private static final int REPORT_LIMIT = 1 << 10;

    private final List<Entry> entries = new ArrayList<>();
    private final List<LateOperation> waiting = new ArrayList<>();
    private final Passes passes = new Passes();
    private final List<EntryRead> reads = new ArrayList<>();
    private final List<Report> reports = new ArrayList<>();
    /** Operation that took effect last, and the command. */
    private LateOperation last;
    private long lastCommand;

    /**
     * Read of a word of a table by an operation.
     *
     * @param operation that took effect
     * @param address   of the word, physical
     * @param word      that was read
     * @param rule      of the operation
     * @param command   at whose end it was read
     */
    record EntryRead(LateOperation operation, long address, long word, String rule, long command)
    {
    }

    /**
     * Software error.
     *
     * @param text    the error in words
     * @param command with which it was reported
     */
    record Report(String text, long command)
    {
    }

    /** Operation with the command at whose end it took effect; 0 for one that has not. */
    static final class Entry
    {
        private final LateOperation operation;
        private long acted;

        Entry(final LateOperation operation)
        {
            this.operation = operation;
        }

        LateOperation operation()
        {
            return operation;
        }

        long acted()
        {
            return acted;
        }
    }

    @Override
    public void began(final LateOperation operation)
    {
        if (operation.delay() != 0)
        {
            passes.late(operation.kind());
        }
        if (entries.size() < LIMIT)
        {
            entries.add(new Entry(operation));
            waiting.add(operation);
        }
    }

    @Override
    public void acted(final LateOperation operation, final long command)
    {
        last = operation;
        lastCommand = command;
        boolean isAfter = false;
        for (int i = 0; i < waiting.size() && !isAfter; i++)
        {
            isAfter = waiting.get(i).equals(operation);
            if (!isAfter && !waiting.get(i).kind().isChoice() && !isOfOneCommand(operation, waiting.get(i)))
            {
                passes.passed(operation.kind(), waiting.get(i).kind());
            }
        }
        waiting.removeIf(other -> other.equals(operation) || (other.kind().isChoice() && other.command() != command));
        for (int i = entries.size() - 1; i >= 0; i--)
        {
            if (entries.get(i).operation.equals(operation))
            {
                entries.get(i).acted = command;
                return;
            }
        }
    }

    @Override
    public void read(final long address, final long word, final String rule, final long command)
    {
        if (lastCommand == command && reads.size() < REPORT_LIMIT)              // else it is that of a host
        {
            reads.add(new EntryRead(last, address, word, rule, command));
        }
    }

    @Override
    public void reported(final String text, final long command)
    {
        if (reports.size() < REPORT_LIMIT)
        {
            reports.add(new Report(text, command));
        }
    }

    /** Returns whether a choice was made for an operation that began with the same command, and passed nothing. */
    private static boolean isOfOneCommand(final LateOperation operation, final LateOperation other)
    {
        return operation.kind().isChoice() && operation.command() == other.command();
    }

    List<Entry> entries()
    {
        return entries;
    }

    /** Returns the first reads of tables. */
    List<EntryRead> reads()
    {
        return reads;
    }

    /** Returns the first software errors. */
    List<Report> reports()
    {
        return reports;
    }

    Passes passes()
    {
        return passes;
    }
}
