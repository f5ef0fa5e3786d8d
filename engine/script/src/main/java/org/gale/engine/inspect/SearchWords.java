package org.gale.engine.inspect;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.gale.engine.accounting.OwnerId;
import org.gale.engine.machine.DirectQueries;
import org.gale.engine.machine.Machine;
import org.gale.engine.machine.TranslationQueries;
import org.gale.tables.operand.Intid;

/** Words of a search, and the subject that they name in a machine. Pure functions. */
public final class SearchWords
{
    private static final Pattern EVENT =
        Pattern.compile("(?:its ([0-9]{1,4}) )?device ([0-9]{1,10}) event ([0-9]{1,10})");

    private SearchWords()
    {
    }

    /**
     * Returns the name of a subject.
     *
     * @param text such as {@code vm3.lpi8411}, {@code spi40} or {@code device 12 event 7}
     * @throws IllegalArgumentException with a sentence for the user
     */
    public static String found(final Machine machine, final String text)
    {
        final Matcher event = EVENT.matcher(text);
        if (!event.matches())
        {
            final WatchExpression shown = WatchExpression.parse(text);
            shown.check(machine);

            return shown.toString();
        }
        final long device = Long.parseLong(event.group(2));
        final long id = Long.parseLong(event.group(3));
        final int its = event.group(1) == null ? 0 : Integer.parseInt(event.group(1));
        if (device >>> Integer.SIZE != 0 || id >>> Integer.SIZE != 0)
        {
            throw new IllegalArgumentException("'" + text + "': numbers are below 2^32");
        }

        return name(target(machine, its, (int)device, (int)id), text);
    }

    private static long target(final Machine machine, final int its, final int device, final int event)
    {
        if (machine.translations() == null)
        {
            final long vlpi = DirectQueries.of(machine).vlpiOf(device, event);

            return vlpi == DirectQueries.NONE ? TranslationQueries.NONE :
                (long)machine.accounts().vmOwner((int)(vlpi >>> Integer.SIZE)) << Integer.SIZE |
                Integer.toUnsignedLong(Intid.of(Intid.TYPE_LPI, (int)vlpi));
        }

        return machine.config().virtual() && its < machine.config().board().itss() ?
            machine.translations().target(its, device, event) : TranslationQueries.NONE;
    }

    private static String name(final long target, final String text)
    {
        if (target == TranslationQueries.NONE)
        {
            throw new IllegalArgumentException("no interrupt of " + text + " here: nothing translates it");
        }
        final int owner = (int)(target >>> Integer.SIZE);
        final int intid = (int)target;

        return (OwnerId.isPhysical(owner) ? "" : "vm" + OwnerId.vmId(owner) + '.') +
            (Intid.isSpi(intid) ? "spi" : "lpi") + Intid.id(intid);
    }
}
