package org.gale.engine.script;

import static org.gale.engine.script.ScriptTarget.SIGNAL_FIQ;
import static org.gale.engine.script.ScriptTarget.SIGNAL_IRQ;
import static org.gale.engine.script.ScriptTarget.SIGNAL_VFIQ;
import static org.gale.engine.script.ScriptTarget.SIGNAL_VIRQ;

import java.util.List;
import java.util.function.Function;
import org.gale.tables.operand.Intid;

/** Verbs that query a machine and change nothing. Owned by the thread of the session. */
final class QueryVerbs
{
    private static final String DEFAULT_DOMAIN = "ns";
    private static final int PRIORITY_SHIFT = 32;
    private static final int PRIORITY_MASK = 0x1f;
    private static final String[] TYPES = {"TYPE0", "PPI", "LPI", "SPI", "TYPE4", "TYPE5", "TYPE6", "TYPE7"};

    private final Operands operands;
    private final ReplyBuffer reply;

    QueryVerbs(final Operands operands, final ReplyBuffer reply)
    {
        this.operands = operands;
        this.reply = reply;
    }

    void hppi(final ScriptTarget target)
    {
        if (!isPe(target))
        {
            return;
        }

        String domain = DEFAULT_DOMAIN;
        if (operands.line().wordCount() > 2)
        {
            domain = ScriptNames.domain(operands.line(), 2);
            if (domain == null)
            {
                operands.fail("DOMAIN", 2).append(" is not one of ns, s, el3, realm").endLine();
                return;
            }
            if (!target.hasDomain(domain))
            {
                operands.fail("DOMAIN", 2).append(" is not in this machine (machine domains=... adds it)").endLine();
                return;
            }
        }

        candidate(target.hppi(operands.intValue(1), domain));
    }

    void vhppi(final ScriptTarget target)
    {
        if (isPe(target))
        {
            candidate(target.vhppi(operands.intValue(1)));
        }
    }

    void ppihppi(final ScriptTarget target)
    {
        if (isPe(target))
        {
            candidate(target.ppihppi(operands.intValue(1)));
        }
    }

    void vppihppi(final ScriptTarget target)
    {
        if (isPe(target))
        {
            candidate(target.vppihppi(operands.intValue(1)));
        }
    }

    void signal(final ScriptTarget target)
    {
        if (!isPe(target))
        {
            return;
        }

        final int signals = target.signals(operands.intValue(1));
        reply.append("OK irq=").append(bit(signals, SIGNAL_IRQ)).append(" fiq=").append(bit(signals, SIGNAL_FIQ))
            .append(" virq=").append(bit(signals, SIGNAL_VIRQ)).append(" vfiq=").append(bit(signals, SIGNAL_VFIQ))
            .endLine();
    }

    void digest(final ScriptTarget target)
    {
        reply.append("OK ").appendHex(target.digest()).endLine();
    }

    void stats(final ScriptTarget target)
    {
        reply.append("OK ").append(target.stats()).endLine();
    }

    void inspect(final ScriptTarget target)
    {
        json(Verb.INSPECT, target::inspect);
    }

    void explain(final ScriptTarget target)
    {
        json(Verb.EXPLAIN, target::explain);
    }

    private void json(final Verb verb, final Function<List<String>, String> query)
    {
        final String json;
        try
        {
            json = query.apply(operands.line().texts(1));
        }
        catch (final IllegalArgumentException ex)
        {
            reply.append("FAIL ").append(verb.spelling()).append(": ")
                .append(String.valueOf(ex.getMessage())).endLine();
            return;
        }

        reply.append("OK ").append(json).endLine();
    }

    private boolean isPe(final ScriptTarget target)
    {
        return operands.existing(1, "PE", target.peCount());
    }

    /** Answers a candidate word: VALID bit 63, PRIORITY 36:32, TYPE 31:29, ID 23:0. */
    private void candidate(final long candidate)
    {
        if (candidate >= 0)
        {
            reply.append("OK none").endLine();
            return;
        }

        final int intid = (int)candidate;
        reply.append("OK ").append(TYPES[Intid.type(intid)]).append(' ').appendUnsigned(Intid.id(intid)).append(' ')
            .appendUnsigned((int)(candidate >>> PRIORITY_SHIFT) & PRIORITY_MASK).endLine();
    }

    private static char bit(final int signals, final int mask)
    {
        return (signals & mask) != 0 ? '1' : '0';
    }
}
