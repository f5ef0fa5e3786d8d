package org.gale.engine.storm.profile;

import java.util.List;
import java.util.stream.Collectors;
import org.gale.engine.storm.result.ActionTimeline;
import org.gale.engine.storm.result.AskedActions;
import org.gale.engine.storm.result.StormActions;
import org.gale.engine.storm.scenario.Affinity;
import org.gale.engine.storm.scenario.SettingValues;
import org.gale.engine.storm.scenario.VirtualSettings;

/** Moves of vectors by balancers of guests, as actions of a report. Pure functions. */
final class AffinityActions
{
    private AffinityActions()
    {
    }

    /** Returns the actions of guests with these balancers, of which those by load may find nothing to do. */
    static StormActions of(final List<Affinity> balancers, final HostModel.Done done)
    {
        final String periods = balancers.stream().map(Affinity::everyNs).distinct().map(ns ->
            SettingValues.NONE.with(VirtualSettings.AFFINITY_EVERY, ns).shown(VirtualSettings.AFFINITY_EVERY))
            .collect(Collectors.joining(", "));

        return new StormActions(List.of(AskedActions.byPeriod(VirtualSettings.AFFINITY_EVERY, "move", periods,
            balancers.stream().anyMatch(balancer -> balancer.policy() == Affinity.Policy.ROUND),
            done.movesDue(), done.moved())), new ActionTimeline(0, 0, List.of()));
    }
}
