package org.gale.engine.replay;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.config.NearestName;
import org.gale.engine.machine.Machine;
import org.gale.tables.operand.Intid;

/**
 * Field of a machine that a user watches: {@code vm3.lpi8193.pending}, {@code lpi5.priority}, {@code spi7},
 * {@code pe0.virq}; of a GICv4 host also {@code vm0.lpi8193.route} and {@code vm0.vcpu1.state}. Immutable.
 */
public final class WatchExpression
{
    private static final Pattern INTERRUPT =
        Pattern.compile("(?:vm([0-9]{1,5})[.])?(lpi|spi)([0-9]{1,8})(?:[.]([a-z_]+))?");
    private static final Pattern VCPU = Pattern.compile("vm([0-9]{1,5})[.]vcpu([0-9]{1,4})(?:[.]([a-z_]+))?");
    private static final Pattern SIGNAL = Pattern.compile("pe([0-9]{1,4})[.]([a-z]+)");
    private static final int VM_LIMIT = 1 << 16;

    private final String text;
    private final WatchedField field;

    private WatchExpression(final String text, final WatchedField field)
    {
        this.text = text;
        this.field = field;
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
            return new WatchExpression(text, new WatchedSignal(
                Integer.parseInt(signal.group(1)), known(text, signal.group(2), WatchedSignal.SIGNALS)));
        }
        if (vcpu.matches())
        {
            return new WatchExpression(text, new WatchedVcpu(vm(text, vcpu.group(1)),
                Integer.parseInt(vcpu.group(2)), known(text, vcpu.group(3), WatchedVcpu.FIELDS)));
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
            Intid.of(interrupt.group(2).equals("lpi") ? Intid.TYPE_LPI : Intid.TYPE_SPI, id),
            known(text, interrupt.group(4), ofInterrupts())));
    }

    /**
     * Checks that a machine may have the field; a VM, or an interrupt of its range, may come later.
     *
     * @throws IllegalArgumentException with a sentence for the user, which names what there is
     */
    public void check(final Machine machine)
    {
        field.check(machine);
    }

    /** Returns whether a machine has the PE, VM, vCPU or interrupt now. */
    public boolean isThere(final Machine machine)
    {
        return field.isThere(machine);
    }

    /** Returns a clause for users on what is not there in a machine, which names what there is. */
    public String absence(final Machine machine)
    {
        return field.absence(machine);
    }

    /** Returns the value of a field that {@link #check} admits, as people read it. Changes nothing. */
    public String value(final Machine machine)
    {
        return field.value(machine);
    }

    @Override
    public String toString()
    {
        return text;
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

    /** Returns the names of the fields of interrupts, in machines of both kinds. */
    private static List<String> ofInterrupts()
    {
        final Set<String> names = new LinkedHashSet<>(WatchedInterrupt.FIELDS);
        names.addAll(WatchedVlpi.FIELDS);

        return List.copyOf(names);
    }

    /** Returns the name of a field if it is known; an empty text, for all, if there is none. */
    private static String known(final String text, final String word, final List<String> words)
    {
        if (word == null)
        {
            return "";
        }
        if (!words.contains(word))
        {
            final String hint = NearestName.hint(word, words);
            throw new IllegalArgumentException("'" + text + "': no field '" + word + "'" +
                (hint.isEmpty() ? " (there are: " + String.join(", ", words) + ")" : hint));
        }

        return word;
    }
}
