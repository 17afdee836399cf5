// Solves instances with LEMON's minimum cost flows, one thread, on request. It
// speaks the protocol of peers.py.
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <ctime>
#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/smart_graph.h>

using Graph = lemon::SmartDigraph;
using Simplex = lemon::NetworkSimplex<Graph, int, double>;
using Scaling = lemon::CostScaling<Graph, int, int64_t>;

// Problem is a graph of rows and columns in which each row supplies one unit and
// each column, where there are as many, demands one.
struct Problem {
  Graph graph;
  std::vector<double> cost;
  bool whole = true;
  std::unique_ptr<Simplex> simplex;
  std::unique_ptr<Scaling> scaling;

  void reserve(int64_t rows, int64_t columns, int64_t arcs) {
    graph.reserveNode(int(rows + columns));
    graph.reserveArc(int(arcs));
    cost.reserve(arcs);
    for (int64_t k = 0; k < rows + columns; k++) graph.addNode();
  }
  void arc(int64_t from, int64_t to, double c) {
    graph.addArc(graph.nodeFromId(int(from)), graph.nodeFromId(int(to)));
    cost.push_back(c);
    whole = whole && c == std::floor(c);
  }
  template <class Solver, class Cost> std::unique_ptr<Solver> make(int64_t rows) {
    Graph::ArcMap<Cost> costs(graph);
    for (size_t k = 0; k < cost.size(); k++) costs[graph.arcFromId(int(k))] = Cost(cost[k]);
    Graph::NodeMap<int> supply(graph, -1);
    for (int64_t i = 0; i < rows; i++) supply[graph.nodeFromId(int(i))] = 1;
    Graph::ArcMap<int> one(graph, 1);
    auto solver = std::make_unique<Solver>(graph);
    solver->upperMap(one).costMap(costs).supplyMap(supply);
    return solver;
  }
};

template <class T> std::vector<T> read(std::ifstream &in, int64_t count) {
  std::vector<T> values(count);
  in.read(reinterpret_cast<char *>(values.data()), count * sizeof(T));
  return values;
}

double now(const std::string &clock) {
  if (clock == "cpu") return double(std::clock()) / CLOCKS_PER_SEC;
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

template <class Solver> std::string solve(Solver &solver, int count, const std::string &clock) {
  double begin = now(clock);
  bool optimal = true;
  for (int k = 0; k < count; k++) optimal = solver.run() == Solver::OPTIMAL && optimal;
  double seconds = (now(clock) - begin) / count;
  char answer[80];
  std::snprintf(answer, sizeof answer, "%.9g %.17g", seconds, optimal ? double(solver.totalCost()) : NAN);
  return answer;
}

int main() {
  std::unique_ptr<Problem> problem;
  int64_t rows = 0, columns = 0;
  std::string command, path, name, clock;
  while (std::cin >> command) {
    std::string answer = "ok";
    if (command == "list") {
      answer = "dense lemon.simplex lemon.scaling batch sparse lemon.simplex lemon.scaling";
    } else if (command == "solve") {
      int count;
      std::cin >> name >> count >> clock;
      if (rows != columns || (name == "lemon.scaling" && !problem->whole)) {
        answer = "skip";
      } else if (name == "lemon.scaling") {
        if (!problem->scaling) problem->scaling = problem->make<Scaling, int64_t>(rows);
        answer = solve(*problem->scaling, count, clock);
      } else {
        if (!problem->simplex) problem->simplex = problem->make<Simplex, double>(rows);
        answer = solve(*problem->simplex, count, clock);
      }
    } else {
      std::cin >> path;
      problem = std::make_unique<Problem>();
      std::ifstream in(path, std::ios::binary);
      auto shape = read<int64_t>(in, 2);
      rows = shape[0], columns = shape[1];
      if (command == "sparse") {
        int64_t arcs = read<int64_t>(in, 1)[0];
        auto start = read<int64_t>(in, rows + 1);
        auto column = read<int32_t>(in, arcs);
        auto cost = read<double>(in, arcs);
        problem->reserve(rows, columns, arcs);
        for (int64_t i = 0; i < rows; i++)
          for (int64_t k = start[i]; k < start[i + 1]; k++) problem->arc(i, rows + column[k], cost[k]);
      } else if (command == "dense" && rows == columns) {
        auto cost = read<double>(in, rows * columns);
        problem->reserve(rows, columns, rows * columns);
        for (int64_t i = 0; i < rows; i++)
          for (int64_t j = 0; j < columns; j++) problem->arc(i, rows + j, cost[i * columns + j]);
      }
    }
    std::cout << answer << std::endl;
  }
}
