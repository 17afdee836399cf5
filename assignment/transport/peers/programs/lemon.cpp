// Solves an instance with LEMON:
//
//	lemon list               names of the methods
//	lemon METHOD PATH CPU    answers wall seconds, user CPU-seconds and the cost;
//	                         ends after about CPU seconds of processor time
//
// PATH has int64 rows, columns; int32 cost[rows * columns], capacity[columns] and
// marginal[sum of capacities], column by column.

#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

#include <sys/resource.h>

#include <lemon/capacity_scaling.h>
#include <lemon/cost_scaling.h>
#include <lemon/network_simplex.h>
#include <lemon/static_graph.h>

using Graph = lemon::StaticDigraph;
using Cost = int64_t;

struct Instance {
  int64_t rows, columns;
  std::vector<int32_t> cost, capacity, marginal;
};

template <class T>
static void read(FILE *file, T *to, size_t count) {
  if (fread(to, sizeof(T), count, file) != count) {
    fprintf(stderr, "lemon: the instance is too short\n");
    exit(1);
  }
}

static Instance load(const char *path) {
  FILE *file = fopen(path, "rb");
  if (!file) {
    perror(path);
    exit(1);
  }
  Instance p;
  read(file, &p.rows, 1);
  read(file, &p.columns, 1);
  p.cost.resize(p.rows * p.columns);
  read(file, p.cost.data(), p.cost.size());
  p.capacity.resize(p.columns);
  read(file, p.capacity.data(), p.capacity.size());
  size_t seats = 0;
  for (int32_t c : p.capacity) seats += c;
  p.marginal.resize(seats);
  read(file, p.marginal.data(), seats);
  fclose(file);
  return p;
}

static double userTime() {
  rusage u;
  getrusage(RUSAGE_SELF, &u);
  return u.ru_utime.tv_sec + u.ru_utime.tv_usec * 1e-6;
}

// Network has people, columns and a sink. Seats of one column that cost the same
// are one arc to the sink.
struct Network {
  Graph graph;
  std::vector<std::pair<int, int>> arcs;
  std::vector<Cost> cost;
  std::vector<int> room;
};

static void build(Instance &p, Network &n) {
  const int sink = p.rows + p.columns;
  n.arcs.reserve(p.cost.size() + p.marginal.size());
  n.cost.reserve(n.arcs.capacity());
  n.room.reserve(n.arcs.capacity());
  auto add = [&](int from, int to, Cost cost, int room) {
    n.arcs.emplace_back(from, to);
    n.cost.push_back(cost);
    n.room.push_back(room);
  };
  for (int64_t i = 0; i < p.rows; i++)
    for (int64_t j = 0; j < p.columns; j++) add(i, p.rows + j, p.cost[i * p.columns + j], 1);
  size_t at = 0;
  for (int64_t j = 0; j < p.columns; j++) {
    for (int32_t k = 0; k < p.capacity[j];) {
      int32_t more = k;
      while (more < p.capacity[j] && p.marginal[at + more] == p.marginal[at + k]) more++;
      add(p.rows + j, sink, p.marginal[at + k], more - k);
      k = more;
    }
    at += p.capacity[j];
  }
  std::vector<int32_t>().swap(p.cost);
  n.graph.build(sink + 1, n.arcs.begin(), n.arcs.end());
}

template <class Method>
static int solve(const Instance &p, const Network &n) {
  Graph::ArcMap<Cost> cost(n.graph);
  Graph::ArcMap<int> room(n.graph);
  for (size_t k = 0; k < n.cost.size(); k++) {
    cost[n.graph.arc(k)] = n.cost[k];
    room[n.graph.arc(k)] = n.room[k];
  }
  Graph::NodeMap<int> supply(n.graph, 0);
  for (int64_t i = 0; i < p.rows; i++) supply[n.graph.node(i)] = 1;
  supply[n.graph.node(p.rows + p.columns)] = -p.rows;

  Method method(n.graph);
  method.upperMap(room).costMap(cost).supplyMap(supply);
  auto begin = std::chrono::steady_clock::now();
  double user = userTime();
  auto status = method.run();
  user = userTime() - user;
  double wall = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  if (status != Method::OPTIMAL) {
    fprintf(stderr, "lemon: no optimum\n");
    return 1;
  }
  printf("%.6f %.6f %lld\n", wall, user, (long long)method.template totalCost<Cost>());
  return 0;
}

int main(int count, char **words) {
  if (count == 2 && !strcmp(words[1], "list")) {
    printf("network-simplex cost-scaling capacity-scaling\n");
    return 0;
  }
  if (count != 4) return 2;
  rlimit limit = {(rlim_t)(userTime() + atol(words[3]) + 1), RLIM_INFINITY};
  setrlimit(RLIMIT_CPU, &limit);
  Instance p = load(words[2]);
  Network n;
  build(p, n);
  std::string method = words[1];
  if (method == "network-simplex") return solve<lemon::NetworkSimplex<Graph, int, Cost>>(p, n);
  if (method == "cost-scaling") return solve<lemon::CostScaling<Graph, int, Cost>>(p, n);
  if (method == "capacity-scaling") return solve<lemon::CapacityScaling<Graph, int, Cost>>(p, n);
  return 2;
}
