package org.gale.engine.script;

import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.Errno;
import org.gale.engine.command.KvmVerb;
import org.gale.engine.command.MigrationStep;
import org.gale.engine.command.PrecopyPages;
import org.gale.engine.machine.GuestHost;
import org.gale.engine.machine.Machine;

/**
 * Lines and messages of migrations: encodes {@code kvm migrate}, spells the steps, and knows the messages that a
 * monitor holds in front of an ITS (M-MIG-2). Owned by the thread of the session.
 */
final class KvmMigrations
{
    private final MigrationOptions options;

    KvmMigrations(final Operands operands)
    {
        this.options = new MigrationOptions(operands, KvmVerb.FAMILY, "kvm");
    }

    /**
     * Encodes the line that begins a migration.
     *
     * @return the length of the command in bytes, or 0 after the reply that refuses an option
     */
    int encode(final long vm, final MutableDirectBuffer words)
    {
        return options.parse() ? KvmVerb.MIGRATE.encode(
            words, 0, options.order() | (long)options.failing() << KvmVerb.FAIL_SHIFT, vm, 0, 0) : 0;
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

    /** Answers with the number of a pass, and the pages of each table. */
    static void answerPass(final ReplyBuffer reply, final long[] values, final int count)
    {
        reply.append("OK ").append(values[0] == 0 ? PrecopyPages.text(values, count) : Errno.text((int)values[0]))
            .endLine();
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
