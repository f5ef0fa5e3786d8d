package org.gale.engine.inspect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.RecentCommands;
import org.gale.tables.ist.InterruptStateTable;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * Explanation of the interrupts that replies of the line protocol name: results of an acknowledge, candidates, vINTIDs;
 * for {@code signal} the best pending one of that PE. Owned by the thread that owns the machine.
 */
public final class ExplainedReply
{
    private static final Pattern CANDIDATE = Pattern.compile("OK (PPI|LPI|SPI) ([0-9]{1,8}) [0-9]{1,2}");
    private static final Pattern VALUE = Pattern.compile("OK 0[xX]([0-9a-fA-F]{1,16})(?: .*)?");
    private static final Pattern DECIMAL = Pattern.compile("OK ([0-9]{1,8})");
    private static final Pattern SIGNAL = Pattern.compile("(virq|vfiq|irq|fiq)=1");
    private static final Pattern SEPARATOR = Pattern.compile(" [|] ");
    private static final int LINE_LIMIT = 2 * ExplainedFacts.LINE_LIMIT;
    private static final String VEL1 = "vel1";

    private final Machine machine;
    /** Last commands, or null. */
    private final RecentCommands commands;
    private final List<String> command;
    private final Set<String> notes = new LinkedHashSet<>();
    private final Set<String> fields = new LinkedHashSet<>();

    private ExplainedReply(final Machine machine, final RecentCommands commands, final List<String> command)
    {
        this.commands = commands;
        this.machine = machine;
        this.command = command;
    }

    /**
     * Returns the lines of explanations of the interrupts that replies to a command name.
     *
     * @param commands last commands of the machine, or null if they are not known
     * @param command  line that was answered
     * @param replies  expected and actual ones
     * @return lines, none if no interrupt is named
     */
    public static List<String> lines(
        final Machine machine, final RecentCommands commands, final String command, final List<String> replies)
    {
        final ExplainedReply reply = new ExplainedReply(
            machine, commands, List.of(command.strip().split("\\s+", -1)));
        for (final String text : replies)
        {
            for (final String alternative : SEPARATOR.split(text, -1))
            {
                reply.name(alternative.startsWith("OK") ? alternative : "OK " + alternative);
            }
        }
        final List<String> lines = new ArrayList<>();
        lines.addAll(reply.notes);
        for (final String field : reply.fields)
        {
            lines.addAll(Explain.lines(machine, commands, List.of(field)));
        }

        return List.copyOf(lines.subList(0, Math.min(lines.size(), LINE_LIMIT)));
    }

    private void name(final String reply)
    {
        final int pe = command.size() > 1 ? number(command.get(1)) : -1;
        if (machine.queries() instanceof DirectQueries queries)
        {
            host(queries, reply);
        }
        else if (pe >= 0 && pe < machine.config().pes())
        {
            ofPe(pe, reply);
        }
    }

    private void ofPe(final int pe, final String reply)
    {
        final Matcher candidate = CANDIDATE.matcher(reply);
        final Matcher value = VALUE.matcher(reply);
        final String verb = command.get(0);
        if (verb.endsWith("hppi") && candidate.matches())
        {
            add(pe, verb.startsWith("v"), candidate.group(1).toLowerCase(Locale.ROOT), candidate.group(2));
        }
        else if (verb.equals("signal"))
        {
            final Matcher signal = SIGNAL.matcher(reply);
            while (signal.find())
            {
                best(pe, signal.group(1).startsWith("v"));
            }
        }
        else if ((verb.equals("insn") || verb.equals("sysr")) && command.size() > 3 && value.matches() &&
            (command.get(3).endsWith("IA") || command.get(3).contains("_HPPIR_")))
        {
            final long word = Long.parseUnsignedLong(value.group(1), 16);
            final int type = Intid.type((int)word);
            if (type == Intid.TYPE_PPI || type == Intid.TYPE_LPI || type == Intid.TYPE_SPI)
            {
                add(pe, command.get(2).equals(VEL1) || command.get(3).startsWith("ICH"),
                    IstViews.typeName(type).toLowerCase(Locale.ROOT), Integer.toString(Intid.id((int)word)));
            }
        }
    }

    private void add(final int pe, final boolean isVirtual, final String type, final String id)
    {
        final InterruptQueries queries = InterruptQueries.of(machine);
        final int owner = isVirtual ? queries.residentOwner(pe) : OwnerId.NONE;
        if (!isVirtual)
        {
            fields.add((type.equals("ppi") ? "pe" + pe + '.' : "") + type + id);
        }
        else if (owner != OwnerId.NONE)
        {
            fields.add("vm" + OwnerId.vmId(owner) + '.' +
                (type.equals("ppi") ? "vcpu" + queries.residentVpe(pe) + '.' : "") + type + id);
        }
    }

    /** Adds the best pending interrupt of a PE, whatever keeps it back. */
    private void best(final int pe, final boolean isVirtual)
    {
        final InterruptQueries queries = InterruptQueries.of(machine);
        final int owner = isVirtual ? queries.residentOwner(pe) : machine.accounts().physicalOwner();
        if (owner == OwnerId.NONE)
        {
            return;
        }
        if (!queries.isLinked(pe))
        {
            notes.add("the link of PE " + pe + " is down: ICC_CR0_EL1.LINK is 0 (M-LINKDOWN)");
        }
        long best = Long.MAX_VALUE;
        final PpiWords ppis = new PpiWords(machine, pe, isVirtual);
        for (int ppi = ppis.next(0); ppi >= 0; ppi = ppis.next(ppi + 1))
        {
            best = Math.min(best, rank(ppis.state(ppi), Intid.of(Intid.TYPE_PPI, ppi)));
        }
        final int target = isVirtual ? queries.residentVpe(pe) : machine.config().board().iaffids().iaffid(pe);
        for (int type = Intid.TYPE_LPI; type <= Intid.TYPE_SPI; type++)
        {
            final InterruptStateTable table = queries.table(owner, type);
            final int end = table == null ? 0 : table.shape().entryCount();
            for (int id = end == 0 ? -1 : table.nextNonZero(0, end); id >= 0; id = table.nextNonZero(id + 1, end))
            {
                final int iste = table.loadPlain(id);
                if (L2Iste.isOneOfN(iste) || L2Iste.iaffid(iste) == target)
                {
                    best = Math.min(best, rank(iste, Intid.of(type, id)));
                }
            }
        }
        if (best == Long.MAX_VALUE)
        {
            lastOf(pe);
        }
        else
        {
            add(pe, isVirtual, IstViews.typeName(Intid.type((int)best)).toLowerCase(Locale.ROOT),
                Integer.toString(Intid.id((int)best)));
        }
    }

    /** Adds the interrupt that an instruction on a PE named last, if nothing is pending for that PE. */
    private void lastOf(final int pe)
    {
        final long intid = commands == null ? -1 : commands.lastNamedBy(pe);
        if (intid >= 0 && Intid.type((int)intid) != Intid.TYPE_PPI)
        {
            add(pe, false, IstViews.typeName(Intid.type((int)intid)).toLowerCase(Locale.ROOT),
                Integer.toString(Intid.id((int)intid)));
        }
    }

    /** Returns a word that is the smaller the better a pending interrupt is. */
    private static long rank(final int iste, final int intid)
    {
        return L2Iste.isPending(iste) ?
            (long)L2Iste.priority(iste) << Integer.SIZE | Integer.toUnsignedLong(intid) : Long.MAX_VALUE;
    }

    private void host(final DirectQueries queries, final String reply)
    {
        final Matcher vintid = DECIMAL.matcher(reply);
        final int vm = command.size() > 2 ? number(command.get(2)) : -1;
        if (command.size() > 3 && command.get(0).equals("v4") && command.get(1).equals("ack") && vintid.matches() &&
            vm >= 0 && vm < queries.vmCount() && Integer.parseInt(vintid.group(1)) >= DirectQueries.SGI_COUNT)
        {
            fields.add("vm" + vm + ".lpi" + vintid.group(1));
        }
    }

    private static int number(final String word)
    {
        return word.matches("[0-9]{1,6}") ? Integer.parseInt(word) :
            word.matches("0[xX][0-9a-fA-F]{1,6}") ? Integer.parseInt(word.substring(2), 16) : -1;
    }
}
