package org.gale.engine.replay;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.config.NearestName;
import org.gale.engine.machine.Accounts;
import org.gale.engine.machine.InterruptQueries;
import org.gale.engine.machine.Machine;
import org.gale.tables.ist.L2Iste;
import org.gale.tables.operand.Intid;

/**
 * Field of a machine that a user watches: {@code vm3.lpi8193.pending}, {@code lpi5.priority}, {@code spi7},
 * {@code pe0.virq}. Immutable.
 */
public final class WatchExpression
{
    private static final Pattern INTERRUPT =
        Pattern.compile("(?:vm([0-9]{1,5})[.])?(lpi|spi)([0-9]{1,8})(?:[.]([a-z]+))?");
    private static final Pattern SIGNAL = Pattern.compile("pe([0-9]{1,4})[.]([a-z]+)");
    private static final List<String> SIGNALS = List.of("irq", "fiq", "virq", "vfiq");
    private static final List<String> FIELDS =
        List.of("pending", "active", "enable", "hm", "irm", "priority", "iaffid");
    private static final int VM_LIMIT = 1 << 16;

    private final String text;
    /** Owner of the interrupt in a machine; null for a signal. */
    private final ToIntFunction<Accounts> owner;
    private final int intid;
    private final int pe;
    private final String field;

    private WatchExpression(
        final String text, final ToIntFunction<Accounts> owner, final int intid, final int pe, final String field)
    {
        this.text = text;
        this.owner = owner;
        this.intid = intid;
        this.pe = pe;
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
        if (signal.matches())
        {
            return new WatchExpression(text, null, 0, Integer.parseInt(signal.group(1)),
                known(text, signal.group(2), SIGNALS));
        }
        final Matcher interrupt = INTERRUPT.matcher(text);
        if (!interrupt.matches())
        {
            throw new IllegalArgumentException(
                "'" + text + "' is no field (try vm3.lpi8193.pending, lpi5, spi7.priority or pe0.virq)");
        }
        final int id = Integer.parseInt(interrupt.group(3));
        final int vm = interrupt.group(1) == null ? 0 : Integer.parseInt(interrupt.group(1));
        if (id >= Intid.ID_LIMIT || vm >= VM_LIMIT)
        {
            throw new IllegalArgumentException("'" + text + "': ids are below 2^24, VMs below 2^16");
        }

        return new WatchExpression(text,
            interrupt.group(1) == null ? Accounts::physicalOwner : accounts -> accounts.vmOwner(vm),
            Intid.of(interrupt.group(2).equals("lpi") ? Intid.TYPE_LPI : Intid.TYPE_SPI, id), 0,
            interrupt.group(4) == null ? "" : known(text, interrupt.group(4), FIELDS));
    }

    /**
     * Checks that a machine may have the field; a VM may come later.
     *
     * @throws IllegalArgumentException with a sentence for the user, if there is no such PE
     */
    public void check(final Machine machine)
    {
        if (owner == null && pe >= machine.config().pes())
        {
            throw new IllegalArgumentException("no PE " + pe + ": there are " + machine.config().pes());
        }
    }

    /** Returns the value of a field that {@link #check} admits, as people read it. Changes nothing. */
    public String value(final Machine machine)
    {
        if (owner == null)
        {
            return Integer.toString((machine.signals(pe) >>> SIGNALS.indexOf(field)) & 1);
        }
        final int ownerId = owner.applyAsInt(machine.accounts());
        final long entry = ownerId != OwnerId.NONE && machine.queries() instanceof InterruptQueries queries ?
            queries.entry(ownerId, intid) : -1;
        if (entry < 0)
        {
            return "unreachable";
        }
        final int iste = (int)entry;

        return switch (field)
        {
            case "pending" -> bit(L2Iste.isPending(iste));
            case "active" -> bit(L2Iste.isActive(iste));
            case "enable" -> bit(L2Iste.isEnabled(iste));
            case "hm" -> L2Iste.isLevel(iste) ? "level" : "edge";
            case "irm" -> bit(L2Iste.isOneOfN(iste));
            case "priority" -> Integer.toString(L2Iste.priority(iste));
            case "iaffid" -> Integer.toString(L2Iste.iaffid(iste));
            default -> String.format(Locale.ROOT, "0x%08x", iste);
        };
    }

    @Override
    public String toString()
    {
        return text;
    }

    private static String bit(final boolean value)
    {
        return value ? "1" : "0";
    }

    private static String known(final String text, final String word, final List<String> words)
    {
        if (!words.contains(word))
        {
            final String hint = NearestName.hint(word, words);
            throw new IllegalArgumentException("'" + text + "': no field '" + word + "'" +
                (hint.isEmpty() ? " (there are: " + String.join(", ", words) + ")" : hint));
        }

        return word;
    }
}
