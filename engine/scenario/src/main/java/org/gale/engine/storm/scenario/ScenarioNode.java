package org.gale.engine.storm.scenario;

import java.util.Objects;

/**
 * Node of a scenario: its name, the values that were given for it, or all of them, and what it is made of. Immutable.
 *
 * @param <C> type of what the node is made of
 */
public abstract class ScenarioNode<C>
{
    private final String name;
    private final SettingValues values;
    private final C children;

    ScenarioNode(final String name, final SettingValues values, final C children)
    {
        this.name = name;
        this.values = values;
        this.children = children;
    }

    /** Returns the name, unique in the node around it. */
    public final String name()
    {
        return name;
    }

    /** Returns the values that were given, or all of them. */
    public final SettingValues values()
    {
        return values;
    }

    /** Returns what the node is made of. */
    final C children()
    {
        return children;
    }

    @Override
    public final boolean equals(final Object other)
    {
        return other instanceof ScenarioNode<?> node && name.equals(node.name) && values.equals(node.values) &&
            children.equals(node.children);
    }

    @Override
    public final int hashCode()
    {
        return Objects.hash(name, values, children);
    }

    @Override
    public final String toString()
    {
        return name;
    }
}
