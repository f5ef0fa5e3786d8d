package org.gale.engine.storm.run;

import java.util.List;
import org.gale.engine.storm.setting.Setting;
import org.gale.engine.storm.setting.SettingValues;
import org.gale.engine.storm.setting.StormConfig;

/** Builder of a {@link StormDescription}. Each method sets the component of its name. Owned by one thread. */
public final class StormDescriptionBuilder
{
    private String version;
    private String jdk;
    private int cores;
    private String profile;
    private StormConfig config;
    private String durability;
    private String journal = "";
    private boolean temporary;
    private String ramFile = "";
    private boolean replays = true;
    private StormResumed resumed = StormResumed.NONE;
    private List<Setting<?>> ownKeys = List.of();
    private SettingValues own = SettingValues.NONE;
    private SettingValues measure = SettingValues.NONE;

    StormDescriptionBuilder()
    {
    }

    /** Makes a builder with the components of another storm setting. */
    StormDescriptionBuilder(final StormDescription other)
    {
        version = other.version();
        jdk = other.jdk();
        cores = other.cores();
        profile = other.profile();
        config = other.config();
        durability = other.durability();
        journal = other.journal();
        temporary = other.temporary();
        ramFile = other.ramFile();
        replays = other.replays();
        resumed = other.resumed();
        ownKeys = other.ownKeys();
        own = other.own();
        measure = other.measure();
    }

    public StormDescriptionBuilder version(final String value)
    {
        version = value;

        return this;
    }

    public StormDescriptionBuilder jdk(final String value)
    {
        jdk = value;

        return this;
    }

    public StormDescriptionBuilder cores(final int value)
    {
        cores = value;

        return this;
    }

    public StormDescriptionBuilder profile(final String value)
    {
        profile = value;

        return this;
    }

    public StormDescriptionBuilder config(final StormConfig value)
    {
        config = value;

        return this;
    }

    public StormDescriptionBuilder durability(final String value)
    {
        durability = value;

        return this;
    }

    public StormDescriptionBuilder journal(final String value)
    {
        journal = value;

        return this;
    }

    public StormDescriptionBuilder temporary(final boolean value)
    {
        temporary = value;

        return this;
    }

    public StormDescriptionBuilder ramFile(final String value)
    {
        ramFile = value;

        return this;
    }

    public StormDescriptionBuilder replays(final boolean value)
    {
        replays = value;

        return this;
    }

    public StormDescriptionBuilder resumed(final StormResumed value)
    {
        resumed = value;

        return this;
    }

    public StormDescriptionBuilder ownKeys(final List<Setting<?>> value)
    {
        ownKeys = value;

        return this;
    }

    public StormDescriptionBuilder own(final SettingValues value)
    {
        own = value;

        return this;
    }

    public StormDescriptionBuilder measure(final SettingValues value)
    {
        measure = value;

        return this;
    }

    /** Returns the storm setting. */
    public StormDescription build()
    {
        return new StormDescription(
            version,
            jdk,
            cores,
            profile,
            config,
            durability,
            journal,
            temporary,
            ramFile,
            replays,
            resumed,
            ownKeys,
            own,
            measure);
    }
}
