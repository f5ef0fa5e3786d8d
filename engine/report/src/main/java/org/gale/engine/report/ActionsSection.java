package org.gale.engine.report;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.gale.engine.report.document.Actions;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;

/** Section of a report on the actions between the events of a storm. Pure functions. */
final class ActionsSection
{
    private ActionsSection()
    {
    }

    /** {@return the actions of a document; null of a storm without any} */
    static Actions of(final StormActions actions)
    {
        if (actions.kinds().isEmpty())
        {
            return null;
        }
        final Map<String, Actions.ActionKind> kinds = new LinkedHashMap<>();
        for (final AskedActions kind : actions.kinds())
        {
            kinds.put(kind.key(), new Actions.ActionKind(
                kind.plain(), kind.due(), kind.begun(), kind.completed(), kind.isKept()));
        }
        final ActionTimeline timeline = actions.timeline();
        final List<ActionTimeline.Slice> slices = timeline.slices();

        return new Actions(kinds, new Actions.Timeline(timeline.startNs(), timeline.sliceNs(),
            slices.stream().map(ActionTimeline.Slice::ended).toList(),
            slices.stream().map(ActionTimeline.Slice::openNs).toList(),
            slices.stream().map(ActionTimeline.Slice::heldNs).toList(),
            slices.stream().map(ActionTimeline.Slice::moves).toList()));
    }
}
