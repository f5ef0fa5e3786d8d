package org.gale.engine.inspect;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.Intid;

/**
 * Path to a field that a user watches: {@code vm3.lpi8193.pending}, {@code lpi5.priority}, {@code spi7},
 * {@code pe0.virq}; of a GICv4 host also {@code vm0.lpi8193.route} and {@code vm0.vcpu1.state}. Fields are those of
 * views, in capital or small letters. Immutable.
 */
public final class WatchExpression
{
    /** Value of a field of what the machine does not have now. */
    static final String UNREACHABLE = "unreachable";

    private static final Pattern INTERRUPT =
        Pattern.compile("(?:vm([0-9]{1,5})[.])?(lpi|spi)([0-9]{1,8})(?:[.]([A-Za-z_]+))?");
    private static final Pattern VCPU = Pattern.compile("vm([0-9]{1,5})[.]vcpu([0-9]{1,4})(?:[.]([A-Za-z_]+))?");
    private static final Pattern SIGNAL = Pattern.compile("pe([0-9]{1,4})[.]([A-Za-z]+)");
    private static final int VM_LIMIT = 1 << 16;

    private final String text;
    private final WatchedSubject subject;
    private final String field;

    private WatchExpression(
        final String text, final WatchedSubject subject, final String word, final ViewFields<?>... fields)
    {
        this.text = text;
        this.subject = subject;
        this.field = word == null ? "" : key(text, word, List.of(fields));
    }

    /**
     * Parses an expression.
     *
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static WatchExpression parse(final String text)
    {
        final Matcher signal = SIGNAL.matcher(text);
        final Matcher vcpu = VCPU.matcher(text);
        final Matcher interrupt = INTERRUPT.matcher(text);
        if (signal.matches())
        {
            return new WatchExpression(text, new WatchedSignal(Integer.parseInt(signal.group(1))), signal.group(2),
                WatchedSignal.FIELDS);
        }
        if (vcpu.matches())
        {
            return new WatchExpression(text, new WatchedVcpu(vm(text, vcpu.group(1)),
                Integer.parseInt(vcpu.group(2))), vcpu.group(3), WatchedVcpu.FIELDS);
        }
        if (!interrupt.matches())
        {
            throw new IllegalArgumentException(
                "'" + text + "' is no field (try vm3.lpi8193.pending, lpi5, spi7.priority or pe0.virq)");
        }
        final int id = Integer.parseInt(interrupt.group(3));
        if (id >= Intid.ID_LIMIT)
        {
            throw outOfRange(text);
        }

        return new WatchExpression(text, new WatchedInterrupt(
            interrupt.group(1) == null ? WatchedInterrupt.PHYSICAL : vm(text, interrupt.group(1)),
            Intid.of(interrupt.group(2).equals("lpi") ? Intid.TYPE_LPI : Intid.TYPE_SPI, id)),
            interrupt.group(4), WatchedInterrupt.FIELDS, WatchedVlpi.FIELDS);
    }

    /**
     * Checks that a machine may have the field; a VM, or an interrupt of its range, may come later.
     *
     * @throws IllegalArgumentException with a sentence for the user, which names what there is
     */
    public void check(final Machine machine)
    {
        in(machine).check(machine, field);
    }

    /** Returns whether a machine has the PE, VM, vCPU or interrupt now. */
    public boolean isThere(final Machine machine)
    {
        return in(machine).isThere(machine);
    }

    /** Returns a clause for users on what is not there in a machine, which names what there is. */
    public String absence(final Machine machine)
    {
        return in(machine).absence(machine);
    }

    /** Returns the value of a field that {@link #check} admits, as people read it. Changes nothing. */
    public String value(final Machine machine)
    {
        return isThere(machine) ? in(machine).text(machine, field) : UNREACHABLE;
    }

    @Override
    public String toString()
    {
        return text;
    }

    /** Returns the subject in a machine: the numbers of an interrupt are those of a vLPI in a GICv4 host. */
    private WatchedSubject in(final Machine machine)
    {
        return subject instanceof WatchedInterrupt interrupt && machine.queries() instanceof DirectQueries ?
            interrupt.vlpi() : subject;
    }

    private static int vm(final String text, final String number)
    {
        final int vm = Integer.parseInt(number);
        if (vm >= VM_LIMIT)
        {
            throw outOfRange(text);
        }

        return vm;
    }

    private static IllegalArgumentException outOfRange(final String text)
    {
        return new IllegalArgumentException("'" + text + "': ids are below 2^24, VMs below 2^16");
    }

    /** Returns the key of a field that a machine of some kind has. */
    private static String key(final String text, final String word, final List<ViewFields<?>> fields)
    {
        final String key = ViewFields.key(word);
        if (fields.stream().noneMatch(some -> some.has(key)))
        {
            final List<String> names = fields.stream().flatMap(some -> some.names().stream()).toList();
            final String hint = NearestName.hint(key, names.stream().map(ViewFields::key).distinct().toList());
            throw new IllegalArgumentException("'" + text + "': no field '" + word + "'" +
                (hint.isEmpty() ? " (there are: " + String.join(", ", names) + ")" : hint));
        }

        return key;
    }
}
