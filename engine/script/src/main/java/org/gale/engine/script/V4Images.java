package org.gale.engine.script;

import java.util.List;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.UnsafeBuffer;
import org.gale.engine.command.V4ImageVersion;
import org.gale.engine.command.V4Verb;

/**
 * Images and migrations of VMs of a GICv4 host, as lines: the files, and the options. Owned by the thread of the
 * session.
 */
final class V4Images
{
    private static final int VM_WORD = 2;
    private static final int FILE_WORD = 3;

    private final Operands operands;
    private final KvmImages images = new KvmImages();
    private final MigrationOptions options;

    V4Images(final Operands operands)
    {
        this.operands = operands;
        this.options = new MigrationOptions(operands, V4Verb.FAMILY, "v4");
    }

    /**
     * Encodes the line that begins a migration.
     *
     * @return the length of the command in bytes, or 0 after the reply that refuses it
     */
    int migrate(final MutableDirectBuffer words)
    {
        return operands.number(VM_WORD, "VM") && options.parse() ?
            V4Verb.MIGRATE.encode(words, 0, operands.value(VM_WORD), options.order(), options.failing()) : 0;
    }

    /**
     * Encodes the line that saves a VM.
     *
     * @return the length of the command in bytes, or 0 after the reply that refuses it
     */
    int save(final MutableDirectBuffer words)
    {
        return operands.number(VM_WORD, "VM") ? V4Verb.SAVE.encode(words, 0, operands.value(VM_WORD)) : 0;
    }

    /** Writes the image that was saved. Returns false after the reply that says why it cannot be written. */
    boolean write(final ScriptTarget target, final MutableDirectBuffer words)
    {
        V4Verb.IMAGE.encode(words, 0);
        final String reason = images.write(operands.line().text(FILE_WORD), target.hostQuery(words));
        if (reason != null)
        {
            operands.fail("FILE", FILE_WORD).append(' ').append(reason).endLine();
        }

        return reason == null;
    }

    /** Returns the image that a line restores, or null after the reply that refuses it. */
    List<Long> read()
    {
        if (!operands.number(VM_WORD, "VM"))
        {
            return null;
        }
        final KvmImages.Image image = images.read(operands.line().text(FILE_WORD));
        final long first = image.words() == null ? 0 : image.words().get(0);
        final String refusal = image.refusal() != null ? image.refusal() :
            !V4ImageVersion.isImage(first) ? "holds no image of a GICv4 host's VM" :
            V4ImageVersion.of(first) > V4ImageVersion.CURRENT ?
            KvmImages.newer(V4ImageVersion.of(first), V4ImageVersion.CURRENT) : null;
        if (refusal != null)
        {
            operands.fail("FILE", FILE_WORD).append(' ').append(refusal).endLine();
        }

        return refusal == null ? image.words() : null;
    }

    /** Encodes the command that restores an image of so many words. */
    int restore(final MutableDirectBuffer words, final int count)
    {
        return V4Verb.RESTORE.encode(words, 0, operands.value(VM_WORD), count);
    }

    /** Journals the words of an image that are not zero, and the last ones, so that the machine holds them. */
    static void stage(
        final ScriptTarget target, final UnsafeBuffer words, final List<Long> image, final long[] results)
    {
        for (int first = 0; first < image.size(); first += V4Verb.STAGED_WORDS)
        {
            final long[] part = new long[V4Verb.STAGED_WORDS + 1];
            long any = first + V4Verb.STAGED_WORDS >= image.size() ? 1 : 0;
            part[0] = first;
            for (int i = 0; i < V4Verb.STAGED_WORDS && first + i < image.size(); i++)
            {
                part[i + 1] = image.get(first + i);
                any |= part[i + 1];
            }
            if (any != 0)
            {
                target.hostCommand(words, V4Verb.RESTORE_DATA.encode(words, 0, part), results);
            }
        }
    }
}
