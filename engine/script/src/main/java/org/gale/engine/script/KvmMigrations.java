package org.gale.engine.script;

import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MigrationOrder;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.Machine;

/**
 * Lines and messages of migrations: parses {@code kvm migrate}, spells the steps, and knows the messages that a monitor
 * holds in front of an ITS (M-MIG-2). Owned by the thread of the session.
 */
final class KvmMigrations
{
    private static final int FIRST_OPTION = 3;
    private static final String ORDER = "order=";
    private static final String FAIL = "fail=";
    private static final String OPTIONS = Stream.concat(
        Arrays.stream(MigrationOrder.values()).map(order -> ORDER + order.spelling()),
        Arrays.stream(MigrationStep.values()).filter(MigrationStep::mayFail).map(step -> FAIL + step.spelling()))
        .collect(Collectors.joining(", "));

    private final Operands operands;

    KvmMigrations(final Operands operands)
    {
        this.operands = operands;
    }

    /**
     * Encodes the line that begins a migration.
     *
     * @return the length of the command in bytes, or 0 after the reply that refuses an option
     */
    int encode(final long vm, final MutableDirectBuffer words)
    {
        final LineParser line = operands.line();
        long modifier = 0;
        for (int word = FIRST_OPTION; word < line.wordCount(); word++)
        {
            final long bits = bits(line.text(word));
            if (bits < 0)
            {
                operands.fail("OPTION", word).append(" is none of ").append(OPTIONS).endLine();
                return 0;
            }
            modifier |= bits;
        }

        return KvmVerb.MIGRATE.encode(words, 0, modifier, vm, 0, 0);
    }

    /** Returns the bits of an option in the modifier of the command, or a negative number if there is no such one. */
    private static long bits(final String text)
    {
        final String value = text.substring(text.indexOf('=') + 1);
        if (text.startsWith(ORDER))
        {
            final MigrationOrder order = MigrationOrder.of(value);
            return order == null ? -1 : order.number();
        }
        final MigrationStep step = text.startsWith(FAIL) ? MigrationStep.of(value) : null;

        return step == null || !step.mayFail() ? -1 : (long)step.number() << KvmVerb.FAIL_SHIFT;
    }

    /** Answers with the name of the step that was carried out, and with the successor once its vCPUs run. */
    void answer(final ReplyBuffer reply, final long[] values, final int count)
    {
        final MigrationStep step = values[0] == 0 && count > 1 ? MigrationStep.byNumber((int)values[1]) : null;
        reply.append("OK ").append(step == null ? Errno.text((int)values[0]) : step.spelling());
        if (step == MigrationStep.RESUME)
        {
            reply.append(' ').appendUnsigned(values[2]);
        }
        reply.endLine();
    }

    /**
     * Encodes the command that holds a message, if its VM migrates and its entry is withdrawn.
     *
     * @return the length of the command in bytes, or 0 for a message that goes on to its ITS
     */
    static int hold(final Machine machine, final UnsafeBuffer words, final int its, final int device, final int event)
    {
        if (!(machine.hostVerbs(KvmVerb.FAMILY) instanceof GuestHost host) || !host.isUsed())
        {
            return 0;
        }
        final long message = (long)device << Integer.SIZE | Integer.toUnsignedLong(event);
        KvmVerb.HELD.encode(words, 0, 0, 0, 0, its, message);

        return host.number(words, 0) == 0 ? 0 : KvmVerb.HOLD.encode(words, 0, 0, 0, 0, its, message);
    }
}
