package org.gale.engine.storm.answer;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;

/**
 * Search for the place on an axis at which a sign changes. A grid is tried first. Halvings follow between those two
 * neighbours of the grid that differ and are nearest to the value that a host has. Used by one thread.
 *
 * @param <A> type of the axis
 * @param <T> type of what is found at a place
 */
final class SignSearch<A, T>
{
    private final A axis;
    private final List<Double> grid;
    private final double now;
    private final DoubleBinaryOperator middle;
    private final List<Question<T>> questions;
    private final NavigableMap<Double, T> tried = new TreeMap<>();

    /**
     * Makes a search.
     *
     * @param grid      places that are tried first, in ascending order, at least two
     * @param now       place of the value that a host has
     * @param middle    returns the place between two others
     * @param questions whose signs are searched
     */
    SignSearch(final A axis, final List<Double> grid, final double now, final DoubleBinaryOperator middle,
        final List<Question<T>> questions)
    {
        this.axis = axis;
        this.grid = List.copyOf(grid);
        this.now = now;
        this.middle = middle;
        this.questions = List.copyOf(questions);
    }

    /**
     * Question that has a sign at each place.
     *
     * @param sign    returns -1, 0 or 1
     * @param isShown returns whether the sign holds with its interval
     */
    record Question<T>(ToDoubleFunction<T> sign, Predicate<T> isShown)
    {
    }

    /**
     * Place on an axis that is to be tried.
     *
     * @param at place on it
     */
    record Place<A>(A axis, double at)
    {
    }

    /**
     * Span in which a sign changes.
     *
     * @param below sign below the change: that above it is the other one
     * @param from  nearest place below at which the sign holds with its interval; null of none
     * @param to    nearest place above at which the other sign does; null of none
     */
    record Span(double below, Double from, Double to)
    {
    }

    /** Trier of places, side by side. */
    @FunctionalInterface
    interface Trier<A, T>
    {
        /** Returns what is found at places, in their order. */
        List<T> tryAll(List<Place<A>> places);
    }

    /** Searches along some axes, each round of all of them side by side. */
    static <A, T> void run(
        final List<SignSearch<A, T>> searches, final int halvings, final Trier<A, T> trier)
    {
        for (int round = 0; round <= halvings; round++)
        {
            final List<Place<A>> places = new ArrayList<>();
            final List<SignSearch<A, T>> owners = new ArrayList<>();
            for (final SignSearch<A, T> search : searches)
            {
                search.next().forEach(at ->
                {
                    places.add(new Place<>(search.axis, at));
                    owners.add(search);
                });
            }
            final List<T> found = places.isEmpty() ? List.of() : trier.tryAll(places);
            for (int i = 0; i < found.size(); i++)
            {
                owners.get(i).tried.put(places.get(i).at(), found.get(i));
            }
        }
    }

    /** Returns the axis. */
    A axis()
    {
        return axis;
    }

    /** Returns what was found, by the places that were tried, in ascending order. */
    NavigableMap<Double, T> tried()
    {
        return tried;
    }

    /** {@return the span in which the sign of a question changes; null if all of the grid have the same, or none} */
    Span span(final int question)
    {
        final Question<T> asked = questions.get(question);
        final int segment = segment(asked);
        if (segment < 0)
        {
            return null;
        }
        final double[] bracket = bracket(asked, segment);
        final double below = sign(asked, grid.get(segment));
        int first = segment;
        int last = segment + 1;
        while (first > 0 && sign(asked, grid.get(first - 1)) == below)
        {
            first--;
        }
        while (last + 1 < grid.size() && sign(asked, grid.get(last + 1)) == -below)
        {
            last++;
        }
        Double from = null;
        Double to = null;
        for (final double at : tried.subMap(grid.get(first), true, grid.get(last), true).keySet())
        {
            final boolean isShown = asked.isShown.test(tried.get(at));
            from = isShown && sign(asked, at) == below && at <= bracket[0] ? (Double)at : from;
            to = isShown && sign(asked, at) == -below && at >= bracket[1] && to == null ? (Double)at : to;
        }

        return new Span(below, from, to);
    }

    /** Returns the places that are tried next: the grid, or the middle of each span. */
    private List<Double> next()
    {
        final List<Double> next = new ArrayList<>();
        if (tried.isEmpty())
        {
            next.addAll(grid);
        }
        for (final Question<T> question : tried.isEmpty() ? List.<Question<T>>of() : questions)
        {
            final int segment = segment(question);
            if (segment >= 0)
            {
                final double[] bracket = bracket(question, segment);
                final double between = middle.applyAsDouble(bracket[0], bracket[1]);
                next.addAll(between <= bracket[0] || between >= bracket[1] || next.contains(between) ? List.of() :
                    List.of(between));
            }
        }

        return next;
    }

    private double sign(final Question<T> question, final double at)
    {
        return question.sign.applyAsDouble(tried.get(at));
    }

    /** {@return the index of the first of two neighbours of the grid that differ, nearest to now; -1 of none} */
    private int segment(final Question<T> question)
    {
        int nearest = -1;
        double least = Double.MAX_VALUE;
        for (int i = 0; i + 1 < grid.size(); i++)
        {
            final double low = grid.get(i);
            final double high = grid.get(i + 1);
            final double far = DoubleStream.of(low, high).map(end -> Math.abs(end - now)).min().orElse(0);
            final double distance = low <= now && now <= high ? 0 : far;
            if (sign(question, low) * sign(question, high) < 0 && distance < least)
            {
                nearest = i;
                least = distance;
            }
        }

        return nearest;
    }

    /** Returns the neighbours whose signs differ, by the halvings of a segment that were tried. */
    private double[] bracket(final Question<T> question, final int segment)
    {
        double low = grid.get(segment);
        double high = grid.get(segment + 1);
        for (double at = middle.applyAsDouble(low, high); at > low && at < high && tried.containsKey(at);
            at = middle.applyAsDouble(low, high))
        {
            final boolean isAsLow = sign(question, at) == sign(question, low);
            low = isAsLow ? at : low;
            high = isAsLow ? high : at;
        }

        return new double[]{low, high};
    }
}
