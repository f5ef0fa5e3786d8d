package org.gale.engine.inspect;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.json.JsonText;
import org.gale.engine.config.NumberText;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.IgnoredOperation;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.record.RecentCommands;
import org.gale.tables.operand.Intid;

/**
 * Explanation of where an interrupt is and what keeps it from its PE: {@code msi DEVICE EVENT [ITS]}, {@code FIELD}
 * with the names of {@link WatchExpression}, {@code function N vector V}. One to eight lines, each a fact with its
 * place and rule, the last one the commands that touched it last. Changes nothing. Called by the thread that owns the
 * machine.
 */
public final class Explain
{
    /** Words that may follow, as help shows them. */
    public static final String USAGE = "msi DEVICEID EVENTID [ITS] | FIELD | function N vector V";

    private static final Pattern INTERRUPT = Pattern.compile("(?:vm([0-9]{1,5})[.])?(lpi|spi)([0-9]{1,8})");
    private static final Pattern PPI = Pattern.compile("pe([0-9]{1,5})[.]ppi([0-9]{1,3})");
    private static final Pattern VIRTUAL_PPI = Pattern.compile("vm([0-9]{1,5})[.]vcpu([0-9]{1,5})[.]ppi([0-9]{1,3})");
    private static final Pattern NUMBER = Pattern.compile("0[xX][0-9a-fA-F]{1,8}|[0-9]{1,10}");
    private static final int VM_LIMIT = 1 << 16;
    private static final int COMMAND_LIMIT = 4;
    private static final String MSI = "msi";
    private static final String FUNCTION = "function";
    private static final String VECTOR = "vector";

    private final Machine machine;
    /** Last commands, or null. */
    private final RecentCommands commands;
    private final ExplainedFacts facts = new ExplainedFacts();

    private Explain(final Machine machine, final RecentCommands commands)
    {
        this.machine = machine;
        this.commands = commands;
    }

    /**
     * Returns an explanation: {@code lines} for people, and {@code reasons} for programs.
     *
     * @param commands last commands of the machine, or null if they are not known
     * @param words    what to explain
     * @throws IllegalArgumentException with a sentence for the user, if a word is wrong or names nothing
     */
    public static JsonText.Fields of(final Machine machine, final RecentCommands commands, final List<String> words)
    {
        final ExplainedFacts facts = new Explain(machine, commands).facts(words);
        final String subject = String.join(" ", words);

        return json ->
        {
            json.writeStringField("explain", subject);
            json.writeArrayFieldStart("lines");
            for (final String line : facts.lines())
            {
                json.writeString(line);
            }
            json.writeEndArray();
            json.writeArrayFieldStart("reasons");
            for (final Map<String, Object> reason : facts.reasons())
            {
                json.writeStartObject();
                for (final Map.Entry<String, Object> value : reason.entrySet())
                {
                    json.writeObjectField(value.getKey(), value.getValue());
                }
                json.writeEndObject();
            }
            json.writeEndArray();
        };
    }

    /**
     * Returns the lines of an explanation.
     *
     * @param commands last commands of the machine, or null if they are not known
     * @param words    what to explain
     * @throws IllegalArgumentException with a sentence for the user, if a word is wrong or names nothing
     */
    public static List<String> lines(final Machine machine, final RecentCommands commands, final List<String> words)
    {
        return List.copyOf(new Explain(machine, commands).facts(words).lines());
    }

    /**
     * Returns the lines of an explanation of an SPI or LPI, or of a vLPI.
     *
     * @param commands last commands of the machine, or null if they are not known
     * @param owner    the encoded owner, which need not be valid
     * @param intid    type and ID
     */
    public static List<String> lines(
        final Machine machine, final RecentCommands commands, final int owner, final int intid)
    {
        final Explain explain = new Explain(machine, commands);
        explain.interrupt(owner, intid);

        return List.copyOf(explain.facts.lines());
    }

    private ExplainedFacts facts(final List<String> words)
    {
        if (words.isEmpty())
        {
            throw new IllegalArgumentException("explain what? (" + USAGE + ")");
        }
        switch (words.get(0))
        {
            case MSI -> message(words);
            case FUNCTION -> vector(words);
            default -> field(words);
        }
        ignored();

        return facts;
    }

    /** Adds the operations that were ignored because software did not wait. */
    private void ignored()                                                      // B-IRS-2
    {
        for (final IgnoredOperation operation : machine.namedIgnoredOperations())
        {
            facts.beforeLast("ignored: " + operation.register() + " of command " +
                NumberText.count(operation.command()) + ", because " + operation.before() + " of command " +
                NumberText.count(operation.begun()) +
                " was under way (B-IRS-2)");
        }
    }

    private void message(final List<String> words)
    {
        if (words.size() < 3 || words.size() > 4)
        {
            throw new IllegalArgumentException("msi needs DEVICEID EVENTID [ITS]");
        }
        final int deviceId = (int)number(words.get(1));
        final int eventId = (int)number(words.get(2));
        final long its = words.size() < 4 ? 0 : number(words.get(3));
        final boolean isDirect = machine.queries() instanceof DirectQueries;
        final int count = isDirect ? 1 : machine.config().virtual() ? machine.config().board().itss() : 0;
        if (its >= count)
        {
            throw new IllegalArgumentException("no ITS " + its + ": " +
                (count == 0 ? "this machine has none" : "there are 0 to " + (count - 1)));
        }
        if (isDirect)
        {
            ExplainedVlpi.ofEvent(machine, deviceId, eventId, facts);
        }
        else
        {
            ExplainedInterrupt.ofEvent(machine, commands, (int)its, deviceId, eventId, facts);
        }
        commands(ExplainedCommands.ofEvent(machine, (int)its, deviceId, eventId));
    }

    private void vector(final List<String> words)
    {
        if (words.size() != 4 || !words.get(2).equals(VECTOR))
        {
            throw new IllegalArgumentException("function needs N vector V");
        }
        final long deviceId = number(words.get(1));
        final long vector = number(words.get(3));
        if (machine.functions() == null || machine.functions().function(deviceId) == null)
        {
            throw new IllegalArgumentException("function " + deviceId + " does not exist (inspect msix lists them)");
        }
        if (vector >= machine.functions().function(deviceId).vectors())
        {
            throw new IllegalArgumentException("no vector " + vector + ": function " + deviceId + " has " +
                machine.functions().function(deviceId).vectors());
        }
        new ExplainedVector(machine, commands, (int)deviceId, (int)vector, facts).explain();
        commands(ExplainedCommands.ofVector(machine, (int)deviceId, (int)vector));
    }

    private void field(final List<String> words)
    {
        if (words.size() != 1)
        {
            throw new IllegalArgumentException("'" + String.join(" ", words) + "': one of " + USAGE);
        }
        final String word = words.get(0);
        final Matcher interrupt = INTERRUPT.matcher(word);
        final Matcher ppi = PPI.matcher(word);
        final Matcher virtualPpi = VIRTUAL_PPI.matcher(word);
        if (interrupt.matches())
        {
            interrupt(word, interrupt);
        }
        else if (ppi.matches() && machine.queries() instanceof InterruptQueries)
        {
            ppi(Integer.parseInt(ppi.group(1)), Integer.parseInt(ppi.group(2)));
        }
        else if (virtualPpi.matches() && machine.config().virtual())
        {
            virtualPpi(Integer.parseInt(virtualPpi.group(1)), Integer.parseInt(virtualPpi.group(2)),
                Integer.parseInt(virtualPpi.group(3)));
        }
        else
        {
            throw new IllegalArgumentException(ViewRequest.quoted(word) + " is nothing to explain here (try " +
                (machine.queries() instanceof DirectQueries ? "vm0.lpi8192" :
                "vm3.lpi8193, lpi5, spi7, pe0.ppi27 or vm0.vcpu1.ppi27") + ", or " + USAGE + ")");
        }
    }

    private void interrupt(final String word, final Matcher matcher)
    {
        final int id = Integer.parseInt(matcher.group(3));
        final int vm = matcher.group(1) == null ? -1 : Integer.parseInt(matcher.group(1));
        if (id >= Intid.ID_LIMIT || vm >= VM_LIMIT)
        {
            throw new IllegalArgumentException("'" + word + "': ids are below 2^24, VMs below 2^16");
        }
        final int intid = Intid.of(matcher.group(2).equals("lpi") ? Intid.TYPE_LPI : Intid.TYPE_SPI, id);
        if (machine.queries() instanceof DirectQueries && (vm < 0 || Intid.isSpi(intid)))
        {
            throw new IllegalArgumentException("'" + word + "': a GICv4 host explains LPIs of its VMs (vm0.lpi8192)");
        }
        interrupt(vm < 0 ? machine.accounts().physicalOwner() : machine.accounts().vmOwner(vm), intid);
    }

    private void interrupt(final int owner, final int intid)
    {
        if (machine.queries() instanceof DirectQueries)
        {
            new ExplainedVlpi(
                machine, OwnerId.vmId(owner), Intid.id(intid), facts).explain();
        }
        else
        {
            new ExplainedInterrupt(machine, commands, owner, intid, facts).explain();
        }
        commands(ExplainedCommands.ofInterrupt(machine, owner, intid));
    }

    private void ppi(final int pe, final int ppi)
    {
        if (pe >= machine.config().pes())
        {
            throw new IllegalArgumentException("no PE " + pe + ": there are " + machine.config().pes());
        }
        new ExplainedPpi(machine, pe, false, ppi, facts).explain();
        commands(ExplainedCommands.ofPpi(pe, false, ppi));
    }

    private void virtualPpi(final int vm, final int vcpu, final int ppi)
    {
        final int owner = machine.accounts().vmOwner(vm);
        final int intid = Intid.of(Intid.TYPE_PPI, ppi);
        final int pe = new ExplainedInterrupt(machine, commands, owner, intid, facts).residence(vcpu, false);
        if (pe < 0)
        {
            facts.fact("its host keeps its PPIs, and no doorbell rings for them (B-DB-1)");
            commands(either(ExplainedCommands.ofInterrupt(machine, owner, intid),
                ExplainedCommands.ofVcpuPpi(owner, vcpu, ppi)));
        }
        else
        {
            new ExplainedPpi(machine, pe, true, ppi, facts).explain();
            commands(either(ExplainedCommands.ofPpi(pe, true, ppi), ExplainedCommands.ofVcpuPpi(owner, vcpu, ppi)));
        }
    }

    private static RecentCommands.Condition either(
        final RecentCommands.Condition one, final RecentCommands.Condition other)
    {
        return (words, offset, touched, count) ->
            one.takes(words, offset, touched, count) || other.takes(words, offset, touched, count);
    }

    /** Adds the line of the commands that touched the interrupt last. */
    private void commands(final RecentCommands.Condition condition)
    {
        if (commands == null)
        {
            return;
        }
        final StringBuilder text = new StringBuilder("last commands: ");
        final List<RecentCommands.Command> found = commands.last(condition, COMMAND_LIMIT);
        found.stream().filter(command -> command.pe() >= 0).findFirst().ifPresent(this::unlinked);
        for (final RecentCommands.Command command : found)
        {
            text.append(text.length() == "last commands: ".length() ? "" : "; ")
                .append(NumberText.count(command.sequence())).append("  ").append(command.text());
        }
        if (found.size() < COMMAND_LIMIT && !commands.isComplete())
        {
            text.append(found.isEmpty() ? "" : "; ").append("older: use the journal");
        }
        else if (found.isEmpty())
        {
            text.append("none");
        }
        facts.commands(text.toString());
    }

    /** Adds that a command had no effect because of a link that is still down. */
    private void unlinked(final RecentCommands.Command command)
    {
        if (!facts.isSignalled() && !InterruptQueries.of(machine).isLinked(command.pe()))
        {
            facts.reason("link-down", "command " + NumberText.count(command.sequence()) + " had no effect, and the " +
                "link of PE " + command.pe() + " is down still: ICC_CR0_EL1.LINK is 0 (M-LINKINS, M-LINKDOWN)",
                "pe", command.pe());
        }
    }

    private static long number(final String word)
    {
        final boolean isHex = word.startsWith("0x") || word.startsWith("0X");
        final long number = !NUMBER.matcher(word).matches() ? -1 :
            isHex ? Long.parseLong(word.substring(2), 16) : Long.parseLong(word);
        if (number >>> Integer.SIZE != 0)
        {
            throw new IllegalArgumentException(
                ViewRequest.quoted(word) + " is not a number below 2^32 (try 0 or 0x10)");
        }

        return number;
    }
}
