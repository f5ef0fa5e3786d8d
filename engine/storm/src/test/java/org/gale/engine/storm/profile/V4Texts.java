package org.gale.engine.storm.profile;

import java.util.ArrayList;
import java.util.List;
import org.agrona.DirectBuffer;
import org.gale.engine.command.V4Verb;
import org.gale.ringbuf.CommandWord;

/** Texts of commands of a GICv4 host, such as {@code LOAD 1 0 5}. */
final class V4Texts
{
    private V4Texts()
    {
    }

    /** Returns the texts of the commands of a frame between two offsets. */
    static List<String> of(final DirectBuffer frame, final int offset, final int endOffset)
    {
        final List<String> texts = new ArrayList<>();
        for (int at = offset; at < endOffset; at += CommandWord.length(frame.getLong(at)) << 3)
        {
            final V4Verb verb = V4Verb.of(frame.getLong(at));
            final StringBuilder text = new StringBuilder(verb.toString());
            for (int i = 0; i < verb.operands(); i++)
            {
                text.append(' ').append(V4Verb.operand(frame, at, i));
            }
            texts.add(text.toString());
        }

        return texts;
    }
}
