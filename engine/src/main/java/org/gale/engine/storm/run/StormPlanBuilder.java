package org.gale.engine.storm.run;

import java.nio.file.Path;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.Spelling;
import org.gale.engine.storm.setting.StormConfig;
import org.gale.engine.storm.setting.StormOutputs;

/** Builder of a {@link StormPlan}. Each method sets the component of its name. Owned by one thread. */
final class StormPlanBuilder
{
    private StormProfile profile;
    private StormConfig config;
    private Workload workload;
    private SettingValues own;
    private boolean isTimed;
    private String durability;
    private Path journal;
    private boolean isResumed;
    private long limitBytes;
    private boolean replays;
    private Path ramFile;
    private Path json;
    private boolean checksSpace;
    private StormLanes lanes;
    private SettingValues measure;
    private StormOutputs shown = StormOutputs.NONE;
    private Spelling spelling;

    StormPlanBuilder profile(final StormProfile value)
    {
        profile = value;

        return this;
    }

    StormPlanBuilder config(final StormConfig value)
    {
        config = value;

        return this;
    }

    StormPlanBuilder workload(final Workload value)
    {
        workload = value;

        return this;
    }

    StormPlanBuilder own(final SettingValues value)
    {
        own = value;

        return this;
    }

    StormPlanBuilder isTimed(final boolean value)
    {
        isTimed = value;

        return this;
    }

    StormPlanBuilder durability(final String value)
    {
        durability = value;

        return this;
    }

    StormPlanBuilder journal(final Path value)
    {
        journal = value;

        return this;
    }

    StormPlanBuilder isResumed(final boolean value)
    {
        isResumed = value;

        return this;
    }

    StormPlanBuilder limitBytes(final long value)
    {
        limitBytes = value;

        return this;
    }

    StormPlanBuilder replays(final boolean value)
    {
        replays = value;

        return this;
    }

    StormPlanBuilder ramFile(final Path value)
    {
        ramFile = value;

        return this;
    }

    StormPlanBuilder json(final Path value)
    {
        json = value;

        return this;
    }

    StormPlanBuilder checksSpace(final boolean value)
    {
        checksSpace = value;

        return this;
    }

    StormPlanBuilder lanes(final StormLanes value)
    {
        lanes = value;

        return this;
    }

    StormPlanBuilder measure(final SettingValues value)
    {
        measure = value;

        return this;
    }

    StormPlanBuilder shown(final StormOutputs value)
    {
        shown = value;

        return this;
    }

    StormPlanBuilder spelling(final Spelling value)
    {
        spelling = value;

        return this;
    }

    /** Returns the storm plan. */
    StormPlan build()
    {
        return new StormPlan(
            profile,
            config,
            workload,
            own,
            isTimed,
            durability,
            journal,
            isResumed,
            limitBytes,
            replays,
            ramFile,
            json,
            checksSpace,
            lanes,
            measure,
            shown,
            spelling);
    }
}
